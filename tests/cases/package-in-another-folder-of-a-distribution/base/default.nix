{ fetchurl }:
fetchurl {
  url = "https://repo.example.org/apt/dists/focal/main/binary-amd64/tern_1.0_amd64.deb";
  sha256 = "5e689e2b01672bf33996e75d5e372ff60c536ce1599a1458e867cd8f4bef5160";
}
