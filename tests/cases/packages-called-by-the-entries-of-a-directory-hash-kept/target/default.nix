{ pkgs, lib }: let versions = import ./versions.nix; dir = ./pkgs; in builtins.mapAttrs (name: type: pkgs.callPackage (dir + "/${name}") { inherit versions; }) (builtins.readDir dir)
