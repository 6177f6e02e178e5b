{ lib, fetchurl }:
let
  version = "1.4.2";
  digits = lib.concatStrings (lib.filter (each: each != ".") (lib.stringToCharacters version));
  underlined = lib.stringAsChars (each: if each == "." then "_" else each) version;
  number = toString (lib.toInt (lib.versions.minor version) * 1000 + 7);
in
{
  linnet = fetchurl {
    url = "https://dl.example.org/linnet${digits}.exe";
    hash = "sha256-rz1YUvSRHq9uWjgednJk90Egr0wiTGXBQ/GVSptC6tM=";
  };
  siskin = fetchurl {
    url = "https://dl.example.org/siskin_${underlined}.zip";
    hash = "sha256-BPQ/1J8zdfShLO2gtQqJKuzuBrG9Q/p0iEV1KtvcxMc=";
  };
  serin = fetchurl {
    url = "https://dl.example.org/serin-${number}.zip";
    hash = "sha256-Eegd3Ov5E854xt86YO6yrGflgexor/KdsMQNqLzMwRo=";
  };
}
