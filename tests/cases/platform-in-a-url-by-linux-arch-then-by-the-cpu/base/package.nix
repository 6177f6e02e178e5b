{ stdenv, fetchurl }:
let
  hashes = {
    x86_64-linux = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=";
    aarch64-linux = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
in
fetchurl {
  url = "https://dl.example.org/${stdenv.hostPlatform.linuxArch}/foo-1.0.tgz";
  hash = hashes.${stdenv.hostPlatform.system};
}
