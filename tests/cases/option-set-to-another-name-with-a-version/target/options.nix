{ lib, ... }:
{
  options.birds = {
    tern = lib.mkOption { type = lib.types.str; };
    knot = lib.mkOption { type = lib.types.str; };
    dunlin = lib.mkOption { type = lib.types.str; };
  };
}
