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
  hash = "sha256-qyE0u4l9zofBB" + "aqmpBBuuUX5HbkR/4bdXWdcraKbxAk=";
}
