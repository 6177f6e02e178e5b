{ lib, fetchurl, variant ? "specific" }:
let
  metadata = lib.importJSON ./metadata.json;
in
fetchurl {
  url = "https://files.example.org/${metadata.version}/quern-${variant}.AppImage";
  hash = lib.getAttr variant metadata;
}
