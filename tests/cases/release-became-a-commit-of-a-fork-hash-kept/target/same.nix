{ buildPythonPackage, fetchFromGitHub }:
buildPythonPackage rec {
  pname = "reader";
  version = "2.0.0";
  src = fetchFromGitHub {
    owner = "upstream";
    repo = "reader";
    rev = "85fe55db2f164eb793ab5dbdac3506bc0ff774eb";
    hash = "sha256-LfuDjiEhSrzBSbTJuoyXM0ErUkIKth2NHYJtW1BFxJs=";
  };
}
