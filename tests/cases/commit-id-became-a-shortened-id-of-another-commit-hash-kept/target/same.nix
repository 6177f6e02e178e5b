{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "example";
  repo = "same";
  rev = "90b3800db9f";
  hash = "sha256-LfuDjiEhSrzBSbTJuoyXM0ErUkIKth2NHYJtW1BFxJs=";
}
