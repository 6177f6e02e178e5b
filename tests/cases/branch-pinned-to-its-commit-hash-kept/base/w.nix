{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "o";
  repo = "w";
  rev = "refs/heads/master";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
