{ fetchurl, stdenv }:
let
  version = "1.0";
in
fetchurl {
  url = "https://dl.example.org/wren-${version}-${stdenv.system}.zip";
  hash = {
    x86_64-linux = "sha256-EoS3cdqC7MSIxe78/wtZJztPhhzpg7suZkqFHgpKVbY=";
    x86_64-darwin = "sha256-8BMsJ55x+kmcUBZyVbzRIxi8zN79kwaZzHuAgte9WQw=";
    aarch64-darwin = "sha256-8BMsJ55x+kmcUBZyVbzRIxi8zN79kwaZzHuAgte9WQw=";
  }.${stdenv.system};
}
