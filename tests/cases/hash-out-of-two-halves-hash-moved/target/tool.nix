{ fetchFromGitHub, lib }:
let
  version = "2.0";
in
# between
# the version
# and the hash
fetchFromGitHub {
  owner = "example";
  repo = "tool";
  rev = "v${version}";
  hash = "sha256-vsWbUmxK1UOyj" + "Gwm7ObXP/piwwWTfuZ3Gqfaei65UiE=";
}
