{ lib, ... }:
{
  options.my.tool.version = lib.mkOption { default = "1.0"; };
  options.my.other.version = lib.mkOption { default = "7"; };
}
