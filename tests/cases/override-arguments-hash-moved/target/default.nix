{ pkgs }:

let
  stilt = pkgs.callPackage ./stilt.nix { };
in
{
  inherit stilt;
  stilt-lts = stilt.override {
    version = "4.2.2";
    hash = "sha256-O0mxkiH9fUZJxqyWGJxxlMc9PSn/hQ+Wjpe2uSeMW3c=";
  };
}
