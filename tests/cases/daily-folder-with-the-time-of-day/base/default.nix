{ fetchurl }:
let
  version = "202608070127";
in
fetchurl {
  url = "https://example.org/rules/releases/download/${version}/geoip.dat";
  hash = "sha256-0ZiM0wGYJPB19hZ34ab1SxYDWGhIjkBRdX3eU63u+A8=";
}
