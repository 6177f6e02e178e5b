{
  config,
  lib,
  pkgs,
  ...
}:

let
  cfg = config.services.linnet;
in
{
  options.services.linnet = {
    enable = lib.mkEnableOption "linnet";
    version = lib.mkOption {
      type = lib.types.str;
      default = "1.4.0";
    };
  };

  config = lib.mkIf cfg.enable {
    environment.etc.linnet.source = pkgs.fetchurl {
      url = "https://linnet.example/linnet-${cfg.version}.tar.gz";
      hash = "sha256-MxEu4U7kacPrUv6QMi7IHdQEoAk9Vlptcc53y8gSTjs=";
    };
  };
}
