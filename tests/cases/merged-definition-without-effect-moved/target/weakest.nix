{ config, lib, pkgs, ... }:
let
  high = lib.mkForce;
in
{
  config = lib.mkMerge [
    { weakest.version = "1.0"; }
    { weakest.version = lib.mkOptionDefault "2.1"; }
    {
      x = pkgs.fetchurl {
        url = "https://example.org/weakest-${config.weakest.version}.tgz";
        hash = "sha256-lBYJsWXcHgJhCabQqOMgbqMt5D7CHDU2JQtPh3A0VXI=";
      };
    }
  ];
}
