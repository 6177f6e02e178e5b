{ lib, ... }:
{
  options.tern = {
    version = lib.mkOption { type = lib.types.str; };
    label = lib.mkOption { type = lib.types.str; };
  };
  config.tern = {
    version = "1.2.0";
    label = "bird";
  };
}
