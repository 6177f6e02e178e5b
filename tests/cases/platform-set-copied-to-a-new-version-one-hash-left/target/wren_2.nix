{ fetchurl, stdenv }:
let
  version = "2.0";
in
fetchurl {
  url = "https://dl.example.org/wren-${version}-${stdenv.system}.zip";
  hash = {
    x86_64-linux = "sha256-EoS3cdqC7MSIxe78/wtZJztPhhzpg7suZkqFHgpKVbY=";
    x86_64-darwin = "sha256-GqxrJsq1MIX48AT7X/XhEIv7wEbl7bzH+UDZBK1w/fg=";
    aarch64-darwin = "sha256-GqxrJsq1MIX48AT7X/XhEIv7wEbl7bzH+UDZBK1w/fg=";
  }.${stdenv.system};
}
