{
  lib,
  stdenv,
  fetchFromGitHub,
}:

stdenv.mkDerivation rec {
  pname = "avocet";
  version = "0.4.0";

  src = fetchFromGitHub {
    owner = "avocet";
    repo = "avocet";
    rev = "v${version}";
    hash = "sha256-62UQ5qfUV8i5UlsIPP2qFjl/xbmK7ReFyLejnqcPgmI=";
  };

  meta.platforms = lib.platforms.unix;
}
