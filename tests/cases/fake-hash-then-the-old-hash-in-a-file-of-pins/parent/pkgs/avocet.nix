{
  lib,
  stdenv,
  fetchFromGitHub,
}:

stdenv.mkDerivation rec {
  pname = "avocet";
  version = "0.3.0";

  src = fetchFromGitHub {
    owner = "avocet";
    repo = "avocet";
    rev = "v${version}";
    hash = "sha256-b7CZE9gVoS+P4Y/m2lyVean3UO+WF9T8LXj2mNtMEFc=";
  };

  meta.platforms = lib.platforms.unix;
}
