{ fetchurl, versions }:
fetchurl {
  url = "https://dl.example.org/tench-${versions.tench}.tar.gz";
  hash = "sha256-gJnKePCnANyMG/P1Y3ukbWg0cAJSfB8b9ObfllMys9A=";
}
