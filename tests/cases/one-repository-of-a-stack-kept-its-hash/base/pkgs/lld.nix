{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "lld";
  rev = "roc-2.8.0";
  hash = "sha256-+vEKC3yXLcJTAp/v5LEYPGpmU7LwEVZT8uScrHsfUDU=";
}
