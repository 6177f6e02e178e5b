{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "example";
  repo = "same";
  rev = "90b3800db9f633aaf25e09902a5866f7355f2548";
  hash = "sha256-LfuDjiEhSrzBSbTJuoyXM0ErUkIKth2NHYJtW1BFxJs=";
}
