{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "runtime";
  rev = "roc-2.8.0";
  hash = "sha256-bKDjiSeeTnpYdZixfFE0mrigz8S2ozSQoc8ayWxo9Sg=";
}
