{ lib, ... }:
{
  options.machine.arch = lib.mkOption { default = "x86_64"; };
}
