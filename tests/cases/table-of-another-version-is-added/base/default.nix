{ lib, callPackage }:

lib.mapAttrs (version: _:
  let data = lib.importJSON (./versions + "/${version}/data.json"); in
  callPackage ./wrapper.nix { inherit (data) hashes; }
) (builtins.readDir ./versions)
