{ fetchurl }:
fetchurl {
  url = "https://example.org/releases/24.10.7/c/sums.txt";
  hash = "sha256-TLzCcASTX3PRwtEgCV72aLjZrebfiyHHpwqCDlcGgGs=";
}
