{ lib, stdenv, fetchurl, stable ? true }:
let
  version = if stable then "1.2.0" else "2.0.0-rc1";
in
stdenv.mkDerivation {
  pname = "x";
  inherit version;
  src =
    if stable then
      fetchurl {
        url = "https://e.org/x-${version}.tar.gz";
        hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
      }
    else
      fetchurl {
        url = "https://e.org/x-${version}.tar.gz";
        hash = "sha256-C/6TXnDDIcfKOvx1zg0MovmLVCLgCLsxwAxtfx8cCtY=";
      };
}
