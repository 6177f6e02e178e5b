{ fetchurl }:

fetchurl {
  url = "https://example.org/driver/535.86.05/driver.run";
  hash = "sha256-QH3wyjZjLr2Fj8YtpbixJP/DvM7VAzgXusnCcaI69ts=";
}
