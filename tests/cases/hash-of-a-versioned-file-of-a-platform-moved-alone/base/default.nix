{ stdenv, fetchurl }:
let
  platform = {
    x86_64-linux = "linux-x64";
    aarch64-linux = "linux-arm64";
  }.${stdenv.hostPlatform.system};
in
fetchurl {
  name = "tide.tar.gz";
  url = "https://example.org/4.2.0/${platform}/insider";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
