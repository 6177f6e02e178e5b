{ config, lib, pkgs, ... }:
let cfg = config.services.app; in
{
  options.services.app.version = lib.mkOption { type = lib.types.str; default = "1.5.0"; };
  config.environment.etc.app.source = pkgs.fetchurl {
    url = "https://example.org/${cfg.version}/app";
    name = "app";
    hash = "sha256-hb7stXLDDTGePBp0QMniasPfhFsLoLzPjEhCOCsjqzQ=";
  };
}
