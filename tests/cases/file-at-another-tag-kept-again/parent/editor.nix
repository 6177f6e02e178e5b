{ fetchurl }:
fetchurl {
  url = "https://hg.example.org/repo/hg/raw-file/5.3/hgeditor";
  hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
}
