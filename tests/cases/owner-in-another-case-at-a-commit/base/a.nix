{ mk, fetchFromGitHub, fetchFromGitea }:
mk rec {
  pname = "solver";
  version = "2.0.0";
  src = fetchFromGitHub {
    owner = "Upstream";
    repo = "solver";
    rev = "v${version}";
    hash = "sha256-KetDjiEhSrzBSbTJuoyXM0ErUkIKth2NHYJtW1BFxJs=";
  };
}
