{ lib, stdenv, fetchurl }:
{ version, src ? null, ... }@args:
stdenv.mkDerivation (
  args
  // {
    src =
      if src != null then
        src
      else
        fetchurl {
          url = "https://example.org/lumis-${version}.tgz";
          hash = "sha256-N6juwc4ZaH0TL+KQUdymKdFk4sSVi6FB1fQTOjPwaI8=";
        };
  }
)
