{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "thunk";
  rev = "roc-2.9.0";
  hash = "sha256-NUNIKt3HIYF5myIkebh9rt4foAUTA0bqQJ9p8lrJX18=";
}
