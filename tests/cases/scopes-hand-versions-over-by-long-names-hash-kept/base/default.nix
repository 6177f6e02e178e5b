{ lib, pkgs }:

let
  callPackage = lib.callPackageWith (pkgs // packages);
  packages.release.version = "1.0.0";
  packages.release.rev = "v1.0.0";
  packages.linnet = callPackage ./linnet.nix { };
in
packages
