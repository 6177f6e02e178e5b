{ fetchurl }:
fetchurl {
  url = "https://example.org/releases/24.10.7/e/sums.txt";
  hash = "sha256-WvJdPAJXInywp5q/RX4omqsID8jYgnrRSqR+uN8Cgo0=";
}
