{ fetchFromGitHub, lib }:

fetchFromGitHub {
  owner = "ibis";
  repo = "ibis-plugins";
  tag = "v${lib.removeSuffix "\n" (builtins.readFile ./VERSION)}";
  hash = "sha256-s7BZY7e+4S98e4Wkzjxp99U15Fqc/OuNUr9geKLZkOQ=";
}
