{ fetchgit }:

fetchgit {
  url = "https://github.com/example/jot.git";
  rev = "v1.0.0";
  hash = "sha256-IUE7j35ycalyQsEuR454Ig11EpwVefL4/kRoiBEwoG8=";
}
