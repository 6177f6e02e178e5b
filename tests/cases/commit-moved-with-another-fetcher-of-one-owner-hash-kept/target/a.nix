{ fetchgit }:

fetchgit {
  url = "https://github.com/acme/dunlin.git";
  rev = "6b1f53303a732ccc8c6aae6640399827c15250e3";
  hash = "sha256-i1NjnxUsj8bvMIAv3kYroL6c8IX3WA3Gnv1y4AKruzU=";
}
