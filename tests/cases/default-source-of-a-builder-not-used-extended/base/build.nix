{ lib, stdenv, fetchurl }:
lib.extendMkDerivation {
  constructDrv = stdenv.mkDerivation;
  extendDrvArgs =
    finalAttrs:
    { version, src ? null, ... }@args:
    {
      src =
        if src != null then
          src
        else
          fetchurl {
            url = "https://example.org/lumis-${version}.tgz";
            hash = "sha256-N6juwc4ZaH0TL+KQUdymKdFk4sSVi6FB1fQTOjPwaI8=";
          };
    };
}
