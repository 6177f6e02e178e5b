{ lib, pkgs }:
let
  versions = lib.importJSON ./versions.json;
in
lib.genAttrs [ "kestrel" ] (
  name:
  let
    file = ./pkgs + "/${name}.nix";
  in
  pkgs.callPackage file { version = versions.${name}; }
)
