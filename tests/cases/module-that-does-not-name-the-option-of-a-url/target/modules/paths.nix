{ lib, ... }:
{
  options.paths.bin = lib.mkOption { default = "/usr/bin"; };
}
