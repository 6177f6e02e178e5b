{ lib, fetchurl, system }:
let images = lib.importJSON ./images.json;
in lib.mapAttrs (_: image: fetchurl { url = "https://example.org/releases/${image.releaseName}/release-${image.releaseTimeStamp}/${image.name}"; inherit (image) hash; }) images.${system}
