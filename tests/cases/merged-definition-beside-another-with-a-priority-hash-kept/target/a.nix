{ config, lib, pkgs, ... }:
let
  high = lib.mkForce;
in
{
  config = lib.mkMerge [
    { tool.version = "2.1"; }
    { other.version = high "1.0"; }
    { other.name = lib.mkOptionDefault "x"; }
    {
      x = pkgs.fetchurl {
        url = "https://example.org/tool-${config.tool.version}.tgz";
        hash = "sha256-fJu+Xsmz+3dOj6D1QkfpPDTd+OXRb+MHNCDeCugaJi0=";
      };
    }
  ];
}
