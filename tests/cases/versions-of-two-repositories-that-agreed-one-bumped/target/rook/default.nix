{ fetchFromGitHub, stdenv }:

let
  own = {
    version = "2018-08-23";
    src = fetchFromGitHub {
      owner = "example";
      repo = "rook";
      rev = "90d7e2c46b18fa35c0e94d7216ab83f5d0c7e219";
      hash = "sha256-mZ0sYfJb7yN9rB3uQh1kD4wV6tX8pLcGaEoIiUxSzRw=";
    };
  };
  other = import ./pawn.nix { inherit fetchFromGitHub; };
in
stdenv.mkDerivation {
  name = "rook-${own.version}";
  srcs = [ own.src other.src ];
}
