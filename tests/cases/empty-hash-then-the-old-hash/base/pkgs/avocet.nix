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
    hash = "";
  };

  meta.platforms = lib.platforms.unix;
}
