{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "lld";
  rev = "roc-2.9.0";
  hash = "sha256-DmQ0OOIJ502R+m9mhvLRKYYCUKhiAxPwR5nI29ANEvw=";
}
