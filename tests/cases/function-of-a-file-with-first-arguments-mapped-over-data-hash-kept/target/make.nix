{ fetchurl }:
name:
{ version, hash }:
fetchurl {
  url = "https://example.org/${name}/${name}-src-${version}.zip";
  inherit hash;
}
