{ fetchFromGitHub, lib }:
let
  version = lib.fileContents "${./.}/meta/VERSION";
in
# between
# the version
# and the hash
fetchFromGitHub {
  owner = "example";
  repo = "tool";
  rev = "v${version}";
  hash = "sha256-qyE0u4l9zofBBaqmpBBuuUX5HbkR/4bdXWdcraKbxAk=";
}
