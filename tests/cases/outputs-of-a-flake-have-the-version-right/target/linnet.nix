{ self, fetchurl }:
fetchurl {
  url = "https://dl.example.org/linnet-${self.linnetVersion}.tar.gz";
  hash = "sha256-fr23rNSXRwwYCIoe3HSlQ3dbAUeNLQGODHKyf1LcgKA=";
}
