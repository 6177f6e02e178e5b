{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "quill";
  version = "7.1";

  src = fetchFromGitHub {
    owner = "example";
    repo = "quill";
    rev = "v${version}";
    hash = "sha256-FXE4ykkctmNNyEQBTIVaIWnByLqKz1xKufRFnstcq9k=";
  };
}
