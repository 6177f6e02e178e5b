{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "clang";
  rev = "roc-2.9.0";
  hash = "sha256-WZu5HqG5ZK9DwVrn3BR8RljOg69PpHUqqMxL7hlB5oI=";
}
