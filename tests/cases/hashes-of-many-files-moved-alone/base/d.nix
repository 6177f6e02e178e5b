{ fetchurl }:
fetchurl {
  url = "https://example.org/releases/24.10.7/d/sums.txt";
  hash = "sha256-ouDbpN4X9wFXIsPdzk4GKXDkQUwCaPJklXPsD9XLFnE=";
}
