{ pkgs, ... }:
let
  extension =
    {
      id,
      hash,
      version,
    }:
    {
      inherit id version;
      crxPath = pkgs.fetchurl {
        name = "${id}.crx";
        url = "https://store.example.org/crx?x=id%3D${id}";
        inherit hash;
      };
    };
in
{
  programs.chromium.extensions = map extension [
    {
      id = "linnet";
      hash = "sha256-rz1YUvSRHq9uWjgednJk90Egr0wiTGXBQ/GVSptC6tM=";
      version = "1.4.2";
    }
    {
      id = "twite";
      hash = "sha256-r+BTGmqtwLhlOq9A+ttPkGCKU4GrUICOfSZj0KS+e/s=";
      version = "2.0.1";
    }
  ];
}
