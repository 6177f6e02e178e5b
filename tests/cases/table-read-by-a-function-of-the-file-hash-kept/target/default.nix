{ fetchurl }:
let
  version = "1.3.0";
  hashOf = name: (import ./hashes.nix).${name};
in
fetchurl {
  url = "https://example.org/tern-${version}.tar.gz";
  hash = hashOf "tern";
}
