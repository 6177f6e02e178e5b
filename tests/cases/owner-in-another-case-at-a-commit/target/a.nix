{ mk, fetchFromGitHub, fetchFromGitea }:
mk rec {
  pname = "solver";
  version = "2.0.0";
  src = fetchFromGitHub {
    owner = "upstream";
    repo = "solver";
    rev = "ac3478d69a3c81fa62e60f5c3696165a4e5e6ac4";
    hash = "sha256-KetDjiEhSrzBSbTJuoyXM0ErUkIKth2NHYJtW1BFxJs=";
  };
}
