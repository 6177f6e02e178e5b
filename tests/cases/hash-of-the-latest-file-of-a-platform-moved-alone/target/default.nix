{ stdenv, fetchurl }:
let
  platform = {
    x86_64-linux = "linux-x64";
    aarch64-linux = "linux-arm64";
  }.${stdenv.hostPlatform.system};
in
fetchurl {
  name = "tide.tar.gz";
  url = "https://example.org/latest/${platform}/insider";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
