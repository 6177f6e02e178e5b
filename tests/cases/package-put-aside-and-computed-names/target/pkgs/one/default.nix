{ fetchurl }:
fetchurl {
  url = "https://example.org/one-1.1.tar.gz";
  hash = "sha256-sxwrUOX0/H+JFKjpFsKulZ7AVowf4Q4rdsfhl9oBLgw=";
}
