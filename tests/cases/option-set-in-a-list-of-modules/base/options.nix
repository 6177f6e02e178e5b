{ lib, ... }:
with lib;
{
  options.services.tool = {
    enable = mkEnableOption "tool";
    version = mkOption { type = types.str; default = "1.2.0"; description = "version"; };
    port = mkOption { type = types.port; default = 80; };
  };
}
