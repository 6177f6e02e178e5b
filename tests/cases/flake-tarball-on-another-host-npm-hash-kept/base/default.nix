{ pkgs }:
let
  sources = rec {
    godwit = (import ./nix/flake-compat.nix { src = ./.; }).defaultNix.inputs.godwit;
  };
in
{
  godwit-web = pkgs.buildNpmPackage {
    pname = "godwit-web";
    version = "unstable";
    src = sources.godwit or null;
    npmDepsHash = "sha256-2wWdw7BYsrsESNNKWVuO0aY2ERoXK9I/HXpLOaaZwAk=";
  };
}
