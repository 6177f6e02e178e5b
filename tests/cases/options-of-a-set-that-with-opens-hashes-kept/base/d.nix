{ config, pkgs, ... }:
with config;
{
  x = pkgs.fetchurl {
    url = "https://example.org/tool-${my.tool.version}.tar";
    hash = "sha256-3HyBG5Vhc52bdbs+nhcVlwqGiDTmIlGwucoC500PQsk=";
  };
}
