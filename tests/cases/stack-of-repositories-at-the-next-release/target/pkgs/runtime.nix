{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "runtime";
  rev = "roc-2.9.0";
  hash = "sha256-3qFVT9cXkjt4gZO/5cSeqzR3lpZD4BcJT8PcHtW+vjc=";
}
