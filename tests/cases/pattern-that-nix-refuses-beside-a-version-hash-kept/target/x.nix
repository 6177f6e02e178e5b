{ fetchurl }:

let
  version = "1.1";
  short = builtins.match "[z-a]" version;
in
fetchurl {
  url = "https://example.org/x-${version}.tar.gz";
  hash = "sha256-LwXUtonScMr7AihfNfRIZvfcii02ij+dESQ3PuqzH7E=";
  passthru = { inherit short; };
}
