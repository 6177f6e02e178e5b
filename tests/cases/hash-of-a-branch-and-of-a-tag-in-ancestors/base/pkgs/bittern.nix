{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation {
  pname = "bittern";
  version = "1.5.0";

  src = fetchFromGitHub {
    owner = "bittern";
    repo = "bittern";
    rev = "v1.5.0";
    hash = "sha256-SBTZIJOsig9KIWOrh97lCbowalj1iIvg7csvzQcSAos=";
  };
}
