{ fetchurl, lib }:
lib.mapAttrs (_: one: fetchurl { inherit (one.src) url sha256; }) (lib.importJSON ./releases.json)
