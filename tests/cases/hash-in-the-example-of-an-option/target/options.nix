{ lib, ... }:

{
  options.driver = {
    version = lib.mkOption {
      type = lib.types.str;
      example = "545.29.02";
    };
    hash = lib.mkOption {
      type = lib.types.str;
      example = "sha256-QH3wyjZjLr2Fj8YtpbixJP/DvM7VAzgXusnCcaI69ts=";
    };
  };
}
