{ config, pkgs, lib, ... }:
let cfg = config.services.tool; in
{
  options.services.tool = {
    version = lib.mkOption { default = "1.2.0"; };
    hash = lib.mkOption { default = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ="; };
  };
  config.environment.systemPackages = [ (pkgs.fetchzip { url = "https://e.org/tool-${cfg.version}.zip"; inherit (cfg) hash; }) ];
}
