{ fetchurl }:
fetchurl {
  url = "https://example.org/releases/24.10.7/b/sums.txt";
  hash = "sha256-0qc270VcL1pdaAhwWCUAlcPznggApZilAE9/iacfP5s=";
}
