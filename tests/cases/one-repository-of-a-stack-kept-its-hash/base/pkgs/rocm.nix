{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "rocm";
  rev = "roc-2.8.0";
  hash = "sha256-OB0dkgfsuZovU3WCwTFwnXRBzdlL0/ywCn7qnabmZo4=";
}
