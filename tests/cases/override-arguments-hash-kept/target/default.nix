{ pkgs }:

let
  stilt = pkgs.callPackage ./stilt.nix { };
in
{
  inherit stilt;
  stilt-lts = stilt.override {
    version = "4.2.2";
    hash = "sha256-V4fm7SejK1kQMg1UZ9bsrPgeAI1dKJxBjRR6CX/t8SE=";
  };
}
