{ lib, pkgs }:
pkgs.fetchurl {
  url = "https://example.org/t-${lib.version}.tgz";
  hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
}
