{ stdenv, fetchurl, useGit }:
let
  version = if !useGit then "1.2.0" else "2.0.0-rc1";
in
stdenv.mkDerivation {
  pname = "x";
  inherit version;
  src =
    if useGit then
      fetchurl {
        url = "https://e.org/next/x-${version}.tar.gz";
        hash = "sha256-C/6TXnDDIcfKOvx1zg0MovmLVCLgCLsxwAxtfx8cCtY=";
      }
    else
      fetchurl {
        url = "https://e.org/x-${version}.tar.gz";
        hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
      };
}
