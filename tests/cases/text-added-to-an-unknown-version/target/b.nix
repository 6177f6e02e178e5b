{ fetchFromGitHub, acme }:

fetchFromGitHub {
  owner = "corp";
  repo = "lathe";
  rev = "v${acme.release.version}";
  hash = "sha256-rKyGwOYJypBvYysOLazMsrd9IrBiHyDr7OGkg1uT9vA=";
}
