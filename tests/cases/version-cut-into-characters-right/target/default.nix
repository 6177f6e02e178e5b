{ lib, fetchurl }:
let
  version = "1.5.0";
  digits = lib.concatStrings (lib.filter (each: each != ".") (lib.stringToCharacters version));
  underlined = lib.stringAsChars (each: if each == "." then "_" else each) version;
  number = toString (lib.toInt (lib.versions.minor version) * 1000 + 7);
in
{
  linnet = fetchurl {
    url = "https://dl.example.org/linnet${digits}.exe";
    hash = "sha256-fr23rNSXRwwYCIoe3HSlQ3dbAUeNLQGODHKyf1LcgKA=";
  };
  siskin = fetchurl {
    url = "https://dl.example.org/siskin_${underlined}.zip";
    hash = "sha256-I9UrFoLNdSnUzwU2mYa55kUNa5d3jqHjN9RMf0uMD50=";
  };
  serin = fetchurl {
    url = "https://dl.example.org/serin-${number}.zip";
    hash = "sha256-fCEwlhydr/J8u0dM/7XpZnZJgea+4QWWTNNYAbX81+U=";
  };
}
