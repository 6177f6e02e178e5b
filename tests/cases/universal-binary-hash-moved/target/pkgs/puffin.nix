{ stdenv, fetchurl }:

let
  version = "8.4.0";
  sources = {
    x86_64-linux = {
      file = "linux-x64.tar.gz";
      hash = "sha256-ujUdvcVJQRno6f2wn78TVtKxEDlRlE/MRFNBW4zRD9c=";
    };
    x86_64-darwin = {
      file = "macos-universal.dmg";
      hash = "sha256-buoREr0oRhUrQi/AaQsS0sctGq1eSaRXgG2B20g/BGc=";
    };
    aarch64-darwin = {
      file = "macos-universal.dmg"; # one file for both
      hash = "sha256-buoREr0oRhUrQi/AaQsS0sctGq1eSaRXgG2B20g/BGc=";
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
