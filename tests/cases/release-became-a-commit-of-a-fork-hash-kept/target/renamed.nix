{ buildPythonPackage, fetchFromGitHub }:
buildPythonPackage rec {
  pname = "reader-renamed";
  version = "2.0.0";
  src = fetchFromGitHub {
    owner = "somebody";
    repo = "reader-ng";
    rev = "95fe55db2f164eb793ab5dbdac3506bc0ff774ec";
    hash = "sha256-MfvDjiEhSrzBSbTJuoyXM0ErUkIKth2NHYJtW1BFxJs=";
  };
}
