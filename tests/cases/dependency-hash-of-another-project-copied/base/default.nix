{ pkgs ? import <nixpkgs> { } }:
{
  tern = pkgs.callPackage ./tern.nix { };
}
