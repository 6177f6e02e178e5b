{ pkgs ? import <nixpkgs> { } }:
{
  tern = pkgs.callPackage ./tern.nix { };
  gull = pkgs.callPackage ./gull.nix { };
}
