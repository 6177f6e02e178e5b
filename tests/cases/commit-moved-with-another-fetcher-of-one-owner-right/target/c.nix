{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "Acme";
  repo = "dunlin";
  rev = "555c3f9218ba41a596519c8f01708a0ec9ef821b";
  hash = "sha256-ebmPJzwXVIn0C2gqDkPwsiqjzJzypXjhY/KR8T/J+RI=";
}
