{ config, pkgs, lib, ... }:
let cfg = config.services.tool; in
{
  config = lib.mkIf cfg.enable {
    systemd.services.tool.serviceConfig.ExecStart = "${pkgs.fetchzip { url = "https://e.org/tool-${cfg.version}.zip"; hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg="; }}/bin/tool";
  };
}
