{ fetchurl }:

let
  release = "v0.11.4";
in
fetchurl {
  url = "https://github.com/acme/daemon/releases/download/${release}/plugins.bundle";
  hash = "sha256-CNEILMjYWggz2ogV/xV0Z1xBV2Dgr/f7TjLebeJ/r4Y=";
}
