{ fetchgit }:

fetchgit {
  url = "https://github.com/acme/dunlin.git";
  rev = "6b1f53303a732ccc8c6aae6640399827c15250e3";
  hash = "sha256-54gQPuFTGPzSr5tztOu7M6kDsCDeezB9cfX+0PQz5Ug=";
}
