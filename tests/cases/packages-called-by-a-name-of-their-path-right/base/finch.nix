{ fetchurl, version ? "7.0" }:
fetchurl {
  url = "https://dl.example.org/finch-${version}.tar.gz";
  hash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
}
