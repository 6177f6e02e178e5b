{ lib, pkgs, ... }:
let
  sources = import ./npins;
  kernel =
    { version, buildLinux, ... }@args:
    buildLinux (args // { modDirVersion = version; });
in
{
  linux = pkgs.callPackage kernel {
    src = sources.linux-godwit;
    version = "6.10";
  };
}
