{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation {
  pname = "bittern";
  version = "1.5.0";

  src = fetchFromGitHub {
    owner = "bittern";
    repo = "bittern";
    rev = "main";
    hash = "sha256-fclvd2yEI+V6J4VImj+cQ/tudWh21q2anKxKpOcuwZM=";
  };
}
