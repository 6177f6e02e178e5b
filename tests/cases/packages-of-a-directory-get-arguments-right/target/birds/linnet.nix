{ fetchurl, birdVersion }:
fetchurl {
  url = "https://dl.example.org/linnet-${birdVersion}.tar.gz";
  hash = "sha256-fr23rNSXRwwYCIoe3HSlQ3dbAUeNLQGODHKyf1LcgKA=";
}
