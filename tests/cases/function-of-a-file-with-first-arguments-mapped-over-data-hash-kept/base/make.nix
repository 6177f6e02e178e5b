{ fetchurl }:
name:
{ version, hash }:
fetchurl {
  url = "https://example.org/${name}/${name}-${version}.zip";
  inherit hash;
}
