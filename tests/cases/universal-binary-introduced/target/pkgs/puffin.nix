{ stdenv, fetchurl }:

let
  version = "9.0.0";
  sources = {
    x86_64-linux = {
      file = "linux-x64.tar.gz";
      hash = "sha256-mDEeFljlOJcGklgycKF9dZjyimWtnYZsvVV0VUcGV/s=";
    };
    x86_64-darwin = {
      file = "macos.dmg?arch=x64";
      hash = "sha256-R5M8xjdzHXkM49LhRI6NdbfHbhLzSLI2RmDgT3SAd/Y=";
    };
    aarch64-darwin = {
      file = "macos.dmg?arch=arm64";
      hash = "sha256-R5M8xjdzHXkM49LhRI6NdbfHbhLzSLI2RmDgT3SAd/Y=";
    };
  };
  source = sources.${stdenv.hostPlatform.system};
in
stdenv.mkDerivation {
  pname = "puffin";
  inherit version;
  src = fetchurl {
    url = "https://dl.example.org/puffin/${version}/puffin-${source.file}";
    inherit (source) hash;
  };
}
