{ stdenv, fetchFromGitHub, tagOf }:

stdenv.mkDerivation rec {
  pname = "dashes";
  version = "2.4.4";
  src = fetchFromGitHub {
    owner = "o";
    repo = "dashes";
    rev = "release-${tagOf version}";
    hash = "sha256-wU6phNj+vc6Xs9RyzH/Yo+gTuQwv7mmcZdVaoQutkic=";
  };
}
