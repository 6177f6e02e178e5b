{ fetchFromGitHub, lib }:

fetchFromGitHub {
  owner = "ibis";
  repo = "ibis-plugins";
  tag = "v${lib.removeSuffix "\n" (builtins.readFile ./VERSION)}";
  hash = "sha256-dK4HTkOobGXD9FT/McbAQefGXY9c7rs0YVa7d5O5Kc8=";
}
