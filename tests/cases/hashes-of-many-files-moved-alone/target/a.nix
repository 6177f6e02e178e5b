# One program fetched the hashes of all these files: nothing is reported.
{ fetchurl }:
fetchurl {
  url = "https://example.org/releases/24.10.7/a/sums.txt";
  hash = "sha256-GEAWXegEZh6OhzxlVMmL1KfptXlGoqHBdb4EC5Hs/C0=";
}
