{ stdenv, fetchFromGitHub }:

let
  upstream = {
    owner = "osprey-tools";
    repo = "osprey";
    rev = "v1.0.0";
  };
  source = upstream // {
    rev = "v1.6.2";
    hash = "sha256-umplaY2XsEhh3mOp0KLlpWLgpXLa2Q/VI64fFHuiGrI=";
  };
in
stdenv.mkDerivation {
  pname = "osprey";
  version = "1";
  src = fetchFromGitHub (source // { fetchSubmodules = true; });
}
