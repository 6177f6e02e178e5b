{ fetchurl }:
fetchurl {
  url = "https://repo.example.org/el8/x86_64/tern-1.0.rpm";
  sha256 = "5e689e2b01672bf33996e75d5e372ff60c536ce1599a1458e867cd8f4bef5160";
}
