{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "acme";
  repo = "dunlin";
  rev = "8dc29fc58c0bd99068c2e5c752aa61521d4f11ce";
  hash = "sha256-JfaCBEtbra/4spa/b9Z2IUlosjj8/1VZ5k84yIu5eQ8=";
}
