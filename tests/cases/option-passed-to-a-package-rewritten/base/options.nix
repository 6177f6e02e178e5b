{ lib, ... }:
{
  options.birds = {
    tern = lib.mkOption { type = lib.types.str; };
    version = lib.mkOption { type = lib.types.str; };
  };
}
