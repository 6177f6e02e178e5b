{ config, pkgs, ... }:
with config.my.other;
{
  x = pkgs.fetchurl {
    url = "https://example.org/other-${version}.tgz";
    hash = "sha256-nH08wb7nrMBFxpfW1W/Y2aFzLzHM1ZwqVockVuZI9y0=";
  };
}
