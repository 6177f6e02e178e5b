{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "wren";
  version = "1.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "wren";
    rev = "v${version}";
    hash = "sha256-HTaL5FiXBywKJJNlaMNaWlLzg1Tf+S5wqimgpJ5gCFk=";
  };
}
