{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "acme";
  repo = "dunlin";
  rev = "2f22765d04931a078909145ca628d2264c852d7d";
  hash = "sha256-i1NjnxUsj8bvMIAv3kYroL6c8IX3WA3Gnv1y4AKruzU=";
}
