{ pkgs, version }:
pkgs.fetchurl {
  url = "https://dl.example.org/linnet-${version}.tar.gz";
  hash = "sha256-fr23rNSXRwwYCIoe3HSlQ3dbAUeNLQGODHKyf1LcgKA=";
}
