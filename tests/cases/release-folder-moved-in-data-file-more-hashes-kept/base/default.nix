{ fetchurl, lib }:

lib.mapAttrs (_: image: fetchurl { inherit (image) url sha256; }) (lib.importJSON ./images.json)
