{ vscode-utils, stdenv, lib }:
let
  sources = {
    "x86_64-linux" = { arch = "linux-x64"; hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE="; };
    "aarch64-linux" = { arch = "linux-arm64"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  };
in
vscode-utils.buildVscodeMarketplaceExtension {
  mktplcRef = { name = "continue"; publisher = "Continue"; version = "0.8.67"; } // sources.${stdenv.hostPlatform.system} or (throw "x");
}
