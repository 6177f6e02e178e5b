{ fetchurl }:
fetchurl {
  url = "https://example.org/lumis/lumis_1.4%2bb2.deb";
  hash = "sha256-nPoUaMk/wYZS40oADwxmFLD6GPb0iHR3rZsNNspqfqo=";
}
