{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "clang";
  rev = "roc-2.8.0";
  hash = "sha256-uN+xiAIiH9miiabexuejtpOa3uixdMjo/pMtoPJJjUU=";
}
