{ fetchurl }:
fetchurl {
  url = "https://files.example.org/generic/linux-musl/97.0/Tern.x86_64.AppImage";
  sha256 = "5e689e2b01672bf33996e75d5e372ff60c536ce1599a1458e867cd8f4bef5160";
}
