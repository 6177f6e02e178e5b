{ fetchurl }:
fetchurl {
  url = "https://example.org/releases/24.10.7/c/sums.txt";
  hash = "sha256-Xokb9kz1iS66ImEFt3hmagJ5OwUTm/HmwnLFZMjDOUQ=";
}
