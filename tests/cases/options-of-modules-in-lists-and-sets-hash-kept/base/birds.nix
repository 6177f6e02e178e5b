{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (config) birds;
in
{
  config = lib.mkMerge [
    {
      birds = {
        brambling = {
          version = "1.4.2";
        };
      };
    }
    {
      environment.etc = {
        linnet.source = pkgs.fetchurl {
          url = "https://dl.example.org/linnet-${birds.linnet.version}.tar.gz";
          hash = "sha256-rz1YUvSRHq9uWjgednJk90Egr0wiTGXBQ/GVSptC6tM=";
        };
        siskin.source = pkgs.fetchurl {
          url = "https://dl.example.org/siskin-${config.birds.siskin.version}.tar.gz";
          hash = "sha256-BPQ/1J8zdfShLO2gtQqJKuzuBrG9Q/p0iEV1KtvcxMc=";
        };
        serin.source = pkgs.fetchurl {
          url = "https://dl.example.org/serin-${config.birds.serin.version}.tar.gz";
          hash = "sha256-Eegd3Ov5E854xt86YO6yrGflgexor/KdsMQNqLzMwRo=";
        };
        brambling.source = pkgs.fetchurl {
          url = "https://dl.example.org/brambling-${config.birds.brambling.version}.tar.gz";
          hash = "sha256-J5XDO/RBwdzD9yJNl017QF1gmzlP9KyNZdgxxaNlbVU=";
        };
        twite.source = pkgs.fetchurl {
          url = "https://dl.example.org/twite-2.0.1.tar.gz";
          hash = "sha256-r+BTGmqtwLhlOq9A+ttPkGCKU4GrUICOfSZj0KS+e/s=";
        };
      };
    }
  ];
}
