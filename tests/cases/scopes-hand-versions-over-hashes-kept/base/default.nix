{ lib, pkgs }:

let
  callPackage = lib.callPackageWith (pkgs // packages);
  packages = {
    release = {
      version = "1.0.0";
      rev = "v1.0.0";
    };
    linnet = callPackage ./linnet.nix { };
  };
in
packages
// lib.makeScope pkgs.newScope (self: {
  siskinVersion = "2.0.0";
  siskin = self.callPackage ./siskin.nix { };
})
