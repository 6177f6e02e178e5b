{ fetchurl, version ? "9" }:
fetchurl {
  url = "https://example.org/o-${version}.tgz";
  hash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
}
