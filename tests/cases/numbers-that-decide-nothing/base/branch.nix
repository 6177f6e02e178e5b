{ fetchFromGitLab }:

fetchFromGitLab {
  owner = "a";
  repo = "b";
  rev = "development";
  hash = "sha256-84x2TIqgC2V49CVKTcbZtQ+I+pJuJw6nhZvRtwfNhmI=";
}
