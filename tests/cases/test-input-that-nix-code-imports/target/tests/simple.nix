{ fetchgit }:
fetchgit {
  url = "https://example.org/a.git";
  rev = "123";
  sha256 = "beef";
}
