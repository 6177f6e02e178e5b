{ stdenv, fetchFromGitHub, tagOf }:

stdenv.mkDerivation rec {
  pname = "dashes";
  version = "2.4.3";
  src = fetchFromGitHub {
    owner = "o";
    repo = "dashes";
    rev = "release-2-4-3";
    hash = "sha256-wU6phNj+vc6Xs9RyzH/Yo+gTuQwv7mmcZdVaoQutkic=";
  };
}
