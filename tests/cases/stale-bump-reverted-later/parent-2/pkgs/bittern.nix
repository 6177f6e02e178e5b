{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "bittern";
  version = "1.3.0";

  src = fetchFromGitHub {
    owner = "bittern";
    repo = "bittern";
    rev = "v${version}";
    hash = "sha256-QGpO9kwy8Fk+aNhYDb1X9XhNIu23wQAoBqlZbFGV65Q=";
  };
}
