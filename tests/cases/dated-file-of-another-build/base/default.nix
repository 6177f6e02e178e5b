{ fetchurl }:
fetchurl {
  url = "https://plugins.example.org/cuda11/tern_20220610.zip";
  sha256 = "5e689e2b01672bf33996e75d5e372ff60c536ce1599a1458e867cd8f4bef5160";
}
