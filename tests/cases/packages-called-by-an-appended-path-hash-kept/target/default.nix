{ lib, pkgs }:
let
  versions = lib.importJSON ./versions.json;
in
lib.genAttrs [ "kestrel" ] (name: pkgs.callPackage (lib.path.append ./pkgs "${name}.nix") { version = versions.${name}; })
