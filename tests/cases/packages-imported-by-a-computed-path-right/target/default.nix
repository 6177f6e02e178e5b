{ lib, pkgs }:
let
  versions = lib.importJSON ./versions.json;
in
lib.genAttrs [ "kestrel" ] (name: import ./pkgs/${name}.nix { inherit (pkgs) fetchurl; version = versions.${name}; })
