{ fetchurl }:
{ version, hash }:
fetchurl {
  url = "https://example.org/lumis-${version}.zip";
  inherit hash;
}
