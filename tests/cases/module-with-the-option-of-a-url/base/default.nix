{ pkgs }:
let
  machine = pkgs.lib.evalModules {
    modules = [
      ./modules/machine.nix
      ./modules/paths.nix
      { system.stateVersion = "24.05"; }
    ];
  };
  callPackage = pkgs.lib.callPackageWith (pkgs // { inherit (machine) config; });
in
callPackage ./tern.nix { }
