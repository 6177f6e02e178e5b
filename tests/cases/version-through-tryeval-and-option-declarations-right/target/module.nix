{ lib, pkgs, options, ... }:
{
  options.services.wren.version = lib.mkOption {
    type = lib.types.str;
    default = "2.0";
  };
  options.services.wren.port = lib.mkOption { default = 81; };
  config.environment.etc.wren.source = pkgs.fetchurl {
    url = "https://dl.example.org/wren-${options.services.wren.version.default}.conf";
    hash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
  };
}
