{ lib, fetchurl }:
lib.mapAttrs (name: each: fetchurl { url = "https://example.org/${name}-${each.version}.tar.gz"; inherit (each) hash; }) (lib.importJSON ./sources.json)
