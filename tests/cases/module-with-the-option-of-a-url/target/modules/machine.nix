{ lib, ... }:
{
  options.machine.arch = lib.mkOption { default = "aarch64"; };
}
