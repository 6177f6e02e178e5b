{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "thunk";
  rev = "roc-2.8.0";
  hash = "sha256-rd6bsLAhWKdsjFK2kndv4lRdzVmWKrsEfcbKMLL9+QU=";
}
