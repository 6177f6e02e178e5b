{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "caffeinate";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "someone";
    repo = pname;
    rev = "e20985a4b630eb5c76e16c2547da0aba65f097d5";
    hash = "sha256-D7kcdpMZa6lduljqlXZmfmb//WPhUziO97e4Q+8jszA=";
  };
}
