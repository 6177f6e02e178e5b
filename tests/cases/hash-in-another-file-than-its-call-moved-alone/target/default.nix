{ lib, fetchFromGitHub }:
let
  versions = import ./versions.nix;
  hashes = import ./hashes.nix;
in
lib.genAttrs [ "1.31" "1.32" ] (minor: fetchFromGitHub {
  owner = "acme";
  repo = "cube";
  tag = "v${versions.${minor}.version}";
  hash = hashes.${minor}.srcHash;
})
