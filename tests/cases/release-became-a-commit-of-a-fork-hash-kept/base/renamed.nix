{ buildPythonPackage, fetchFromGitHub }:
buildPythonPackage rec {
  pname = "reader-renamed";
  version = "2.0.0";
  src = fetchFromGitHub {
    owner = "upstream";
    repo = "reader";
    rev = "v${version}";
    hash = "sha256-MfvDjiEhSrzBSbTJuoyXM0ErUkIKth2NHYJtW1BFxJs=";
  };
}
