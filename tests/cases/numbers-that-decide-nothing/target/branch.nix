{ fetchFromGitLab }:

fetchFromGitLab {
  owner = "a";
  repo = "b";
  rev = "7474702d";
  hash = "sha256-84x2TIqgC2V49CVKTcbZtQ+I+pJuJw6nhZvRtwfNhmI=";
}
