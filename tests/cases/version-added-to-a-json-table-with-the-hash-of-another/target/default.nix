{ lib, fetchurl }:
version:
fetchurl {
  url = "https://example.org/tool-${version}.tar.gz";
  hash = (lib.importJSON ./hashes.json).${version};
}
