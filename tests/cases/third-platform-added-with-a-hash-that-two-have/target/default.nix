{ stdenv, fetchurl }:
let
  version = "1.1.42";
  url = name: "https://github.com/example/bake/releases/download/v${version}/bake-${name}.zip";
  srcs = {
    x86_64-linux = fetchurl { url = url "linux-x64"; hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE="; };
    aarch64-linux = fetchurl { url = url "linux-aarch64"; hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE="; };
    aarch64-darwin = fetchurl { url = url "darwin-aarch64"; hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE="; };
  };
in
stdenv.mkDerivation {
  pname = "bake";
  inherit version;
  src = srcs.${stdenv.hostPlatform.system};
}
