{ lib, stdenv, fetchurl, channel ? "stable" }:
let version = if channel == "stable" then "1.0.0" else "2.0"; in stdenv.mkDerivation {
  pname = "x"; inherit version;
  src = fetchurl { url = "https://e.org/x-${version}.tgz"; hash = { "1.0.0" = "sha256-0iyYVTy/Jz2kB5BzLqwSQsbsmcJHOUPJGqndC1cMzPc="; "2.0" = "sha256-eT8MISj6AcvXYy4qtse8Nam24JHISMsHsqthc5imypU="; }.${version}; };
}
