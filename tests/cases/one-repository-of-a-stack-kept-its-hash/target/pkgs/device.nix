{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "device";
  rev = "roc-2.9.0";
  hash = "sha256-u/vvo6JxoSjOI8X0UxrVM1LCvd0YcCEUVwrGfKD7+RQ=";
}
