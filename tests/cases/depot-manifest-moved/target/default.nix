{ callPackage, lib }:
let
  fetchDepot = callPackage ./fetch-depot.nix { };
  lock = lib.importJSON ./lock.json;
in
lib.mapAttrs (_: { manifest, hash, ... }: fetchDepot { inherit (lock) name app depot; inherit manifest hash; }) lock.builds
