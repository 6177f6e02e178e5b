{ config, pkgs, ... }:
let
  cfg = config.my.tool;
in
{
  x =
    with cfg;
    pkgs.fetchurl {
      url = "https://example.org/tool-${version}.zip";
      hash = "sha256-O0UCKrNnKM2uEucJ6UW7omfFDuipHm5DiFOajgOj/c0=";
    };
}
