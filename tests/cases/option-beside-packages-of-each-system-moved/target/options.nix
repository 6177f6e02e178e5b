{ lib, ... }:
{
  options.tern = {
    version = lib.mkOption { type = lib.types.str; };
    label = lib.mkOption { type = lib.types.str; };
  };
  config.tern = {
    version = lib.mkForce "1.2.0";
    label = "sea bird";
  };
}
