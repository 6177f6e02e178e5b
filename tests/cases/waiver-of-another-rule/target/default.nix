{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "wren";
  version = "1.1";

  src = fetchFromGitHub {
    owner = "example";
    repo = "wren";
    rev = "v${version}";
    # authguard: allow AG206 seen and checked
    hash = "sha256-HTaL5FiXBywKJJNlaMNaWlLzg1Tf+S5wqimgpJ5gCFk=";
  };
}
