{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "device";
  rev = "roc-2.8.0";
  hash = "sha256-2VSq0adIVLJJI+c3tiJxc7MtBHp0u3frlMO+Ar3zh7A=";
}
