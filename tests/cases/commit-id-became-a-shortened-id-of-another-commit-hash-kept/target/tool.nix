{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "example";
  repo = "tool";
  rev = "31ffc50c571";
  hash = "sha256-KetDjiEhSrzBSbTJuoyXM0ErUkIKth2NHYJtW1BFxJs=";
}
