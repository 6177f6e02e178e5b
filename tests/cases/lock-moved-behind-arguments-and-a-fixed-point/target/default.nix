{ pkgs ? import <nixpkgs> { } }:
import ./nix/own.nix {
  inherit pkgs;
  top = ./.;
}
