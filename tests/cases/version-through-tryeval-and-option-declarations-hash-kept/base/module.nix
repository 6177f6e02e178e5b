{ lib, pkgs, options, ... }:
let
  opt = options.services.wren;
in
{
  options.services.wren.version = lib.mkOption {
    type = lib.types.str;
    default = "2.0";
  };
  config.environment.etc.wren.source = pkgs.fetchurl {
    url = "https://dl.example.org/wren-${opt.version.default}.conf";
    hash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
  };
}
