{ lib, ... }:
{
  options.my.tool.version = lib.mkOption { default = "1.1"; };
  options.my.other.version = lib.mkOption { default = "7"; };
}
