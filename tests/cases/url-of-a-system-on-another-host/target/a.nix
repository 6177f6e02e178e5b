{ pkgs, system }:

pkgs.fetchurl {
  url = "https://s3.example.net/quern/releases/v0.0.2/${system}/quern.AppImage";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
