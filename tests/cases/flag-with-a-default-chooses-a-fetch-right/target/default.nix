{ lib, stdenv, fetchurl, stable ? true }:
let
  version = if stable then "1.3.0" else "2.0.0-rc1";
in
stdenv.mkDerivation {
  pname = "x";
  inherit version;
  src =
    if stable then
      fetchurl {
        url = "https://e.org/x-${version}.tar.gz";
        hash = "sha256-IQoU47ezEO5Xg+vSrL+2F5bmkZpjc37z80nrEbtyVng=";
      }
    else
      fetchurl {
        url = "https://e.org/x-${version}.tar.gz";
        hash = "sha256-C/6TXnDDIcfKOvx1zg0MovmLVCLgCLsxwAxtfx8cCtY=";
      };
}
