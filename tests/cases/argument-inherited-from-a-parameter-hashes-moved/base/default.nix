{ callPackage, lib }:
let
  releases = import ./releases.nix { inherit lib; };
in
lib.mapAttrs (name: info: callPackage ./generic.nix { inherit info; }) releases
