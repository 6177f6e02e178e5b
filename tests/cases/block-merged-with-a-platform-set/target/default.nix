{ vscode-utils, stdenv, lib }:
let
  sources = {
    "x86_64-linux" = { arch = "linux-x64"; hash = "sha256-hE7MCBZOLqsnY0qa3uGvplmeWJVw5xl4TggM50f8DkU="; };
    "aarch64-linux" = { arch = "linux-arm64"; hash = "sha256-U2LRaMveWS8g+Vj+2Czi1hdjc0u3QyzW1BEx7N7da8c="; };
  };
in
vscode-utils.buildVscodeMarketplaceExtension {
  mktplcRef = { name = "continue"; publisher = "Continue"; version = "0.8.67"; } // sources.${stdenv.hostPlatform.system} or (throw "x");
}
