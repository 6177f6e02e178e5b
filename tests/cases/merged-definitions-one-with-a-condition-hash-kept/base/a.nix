{ config, lib, pkgs, ... }:
{
  options.t.version = lib.mkOption { };
  config = lib.mkMerge [
    { t.version = "1.0"; }
    { x = pkgs.fetchurl { url = "https://example.org/t-${config.t.version}.tgz"; hash = "sha256-efB2q90Zp1Lbcme//y+QIhYdEg3qkZ/ayi/9/CTKjJY="; }; }
    (lib.mkIf config.services.t.enable { systemd.services.t.script = "x"; })

  ];
}
