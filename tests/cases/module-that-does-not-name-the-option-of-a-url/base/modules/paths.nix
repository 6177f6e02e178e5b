{ lib, ... }:
{
  options.paths.bin = lib.mkOption { default = "/bin"; };
}
