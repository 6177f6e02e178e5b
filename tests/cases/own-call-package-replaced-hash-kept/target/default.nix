{ nixpkgs }:
let
  all = nixpkgs // packages;
  callPackage = nixpkgs.lib.callPackageWith all;
  packages = {
    release = { gull = "0.2.3"; tern = "0.4.0"; };
    gull = callPackage ./gull.nix { };
    tern = callPackage ./tern.nix { suffix = "-dev"; };
  };
in
packages
