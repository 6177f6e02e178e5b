{ fetchgit }:

fetchgit {
  url = "https://forge.eblu.me/mirrors/jot.git";
  rev = "v1.0.0";
  hash = "sha256-IJXIK97sFekjVlrlkAr/wJqHFmKUzLKWtwWr6e5vkhw=";
}
