{ fetchurl, versions }:
fetchurl {
  url = "https://example.org/web-${versions.web}.tar.gz";
  hash = "sha256-Bvj66jtfaXaRttBjoHuk/68ezpodRzxYhWUjHNyOWcw=";
}
