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
    hash = lib.fakeHash;
  };

  meta.platforms = lib.platforms.unix;
}
