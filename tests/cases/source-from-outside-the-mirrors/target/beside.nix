{ fetchgit }:

fetchgit {
  url = "https://forge.eblu.me/eblume/jot.git";
  rev = "v1.0.0";
  hash = "sha256-ztM30q4fQO6D65r2lm63LrsWc4VQ69BooBwLQVrKXco=";
}
