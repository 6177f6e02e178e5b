{ buildPythonPackage, fetchFromGitHub }:
buildPythonPackage rec {
  pname = "solver";
  version = "2.0.0";
  src = fetchFromGitHub {
    owner = "somebody";
    repo = "solver";
    rev = "75fe55db2f164eb793ab5dbdac3506bc0ff774ea";
    hash = "sha256-KetDjiEhSrzBSbTJuoyXM0ErUkIKth2NHYJtW1BFxJs=";
  };
}
