{ fetchurl }:
fetchurl {
  url = "https://example.org/releases/24.10.7/e/sums.txt";
  hash = "sha256-lUsYzL/5VeU0uuHnkurtSkNPIrAInldtKAmtPQQwLH8=";
}
