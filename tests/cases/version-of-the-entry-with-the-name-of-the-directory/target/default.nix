{ pkgs }:
let
  releases = builtins.fromJSON (builtins.readFile ./releases.json);
in
builtins.mapAttrs (name: release: pkgs.callPackage ./pkgs/${name} { inherit release; }) releases
