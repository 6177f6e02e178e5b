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
          version = "1.5.0";
        };
      };
    }
    {
      environment.etc = {
        linnet.source = pkgs.fetchurl {
          url = "https://dl.example.org/linnet-${birds.linnet.version}.tar.gz";
          hash = "sha256-fr23rNSXRwwYCIoe3HSlQ3dbAUeNLQGODHKyf1LcgKA=";
        };
        siskin.source = pkgs.fetchurl {
          url = "https://dl.example.org/siskin-${config.birds.siskin.version}.tar.gz";
          hash = "sha256-I9UrFoLNdSnUzwU2mYa55kUNa5d3jqHjN9RMf0uMD50=";
        };
        serin.source = pkgs.fetchurl {
          url = "https://dl.example.org/serin-${config.birds.serin.version}.tar.gz";
          hash = "sha256-fCEwlhydr/J8u0dM/7XpZnZJgea+4QWWTNNYAbX81+U=";
        };
        brambling.source = pkgs.fetchurl {
          url = "https://dl.example.org/brambling-${config.birds.brambling.version}.tar.gz";
          hash = "sha256-E9a0Iia+0+AXyBOk1vQOtJD3qE5/ebVxdFmQQrR4RIw=";
        };
        twite.source = pkgs.fetchurl {
          url = "https://dl.example.org/twite-2.0.1.tar.gz";
          hash = "sha256-r+BTGmqtwLhlOq9A+ttPkGCKU4GrUICOfSZj0KS+e/s=";
        };
      };
    }
  ];
}
