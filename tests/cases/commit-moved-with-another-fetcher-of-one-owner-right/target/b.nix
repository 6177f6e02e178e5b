{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "Acme";
  repo = "dunlin";
  rev = "e4666a670f042877c67a84473a71675ee0950a08";
  hash = "sha256-rzJ6ZHhTckbg2fDFiZhtXwZ9LiNRocpaCkliQk2g5Ag=";
}
