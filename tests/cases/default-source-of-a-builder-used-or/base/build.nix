{ lib, stdenv, fetchurl }:
args@{ version, ... }:
stdenv.mkDerivation (
  args
  // {
    src =
      args.src or (fetchurl {
        url = "https://example.org/lumis-${version}.tgz";
        hash = "sha256-N6juwc4ZaH0TL+KQUdymKdFk4sSVi6FB1fQTOjPwaI8=";
      });
  }
)
