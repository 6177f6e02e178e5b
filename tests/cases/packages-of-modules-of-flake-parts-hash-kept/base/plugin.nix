{ fetchurl, wren }:
fetchurl {
  url = "https://dl.example.org/wren-plugin-${wren.version}.tar.gz";
  hash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
}
