{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "caffeinate";
  version = "master";
  src = fetchFromGitHub {
    owner = "someone";
    repo = pname;
    rev = "master";
    hash = "sha256-D7kcdpMZa6lduljqlXZmfmb//WPhUziO97e4Q+8jszA=";
  };
}
