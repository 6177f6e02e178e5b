{ fetchurl }:
fetchurl {
  url = "https://files.example.org/tern/v10/Tern/2.0/Tern.AppImage";
  sha256 = "5e689e2b01672bf33996e75d5e372ff60c536ce1599a1458e867cd8f4bef5160";
}
