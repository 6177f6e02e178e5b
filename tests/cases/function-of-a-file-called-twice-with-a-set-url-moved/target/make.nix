{ fetchurl }:
{ version, hash }:
fetchurl {
  url = "https://example.org/lumis-src-${version}.zip";
  inherit hash;
}
