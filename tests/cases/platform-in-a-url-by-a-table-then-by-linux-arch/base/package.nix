{ stdenv, fetchurl }:
let
  hashes = {
    x86_64-linux = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=";
    aarch64-linux = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
  names = {
    x86_64-linux = "x86_64";
    aarch64-linux = "arm64";
  };
in
fetchurl {
  url = "https://dl.example.org/${names.${stdenv.hostPlatform.system}}/foo-1.0.tgz";
  hash = hashes.${stdenv.hostPlatform.system};
}
