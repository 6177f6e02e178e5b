{ fetchFromGitHub, stdenv }:

let
  own = {
    version = "2018-08-20";
    src = fetchFromGitHub {
      owner = "example";
      repo = "rook";
      rev = "4be1c9d07f3a6528e0b7d4916cf58a23914e6d0b";
      hash = "sha256-cq2KF1bIyqRqT4nKOpnc1h3TBb9mLW5WvXEzlTMi8cI=";
    };
  };
  other = import ./pawn.nix { inherit fetchFromGitHub; };
in
stdenv.mkDerivation {
  name = "rook-${own.version}";
  srcs = [ own.src other.src ];
}
