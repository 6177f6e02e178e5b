{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "thunk";
  rev = "roc-2.8.0";
  hash = "sha256-iovTGAe7nsGfFqifXRe0tQ0qbGzix6Ita8IR3SfIE04=";
}
