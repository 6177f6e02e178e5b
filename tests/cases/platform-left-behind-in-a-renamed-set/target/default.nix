{ fetchurl, stdenv }:

let
  version = "0.13.2";
  files = {
    x86_64-linux = fetchurl {
      url = "https://cdn.example.org/ledger/Ledger-Setup-x64.exe";
      hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
    };
    aarch64-linux = fetchurl {
      url = "https://cdn.example.org/ledger/Ledger-Setup-arm64.exe";
      hash = "sha256-JS8QyDYQ68oaBZwLroJV66L5W+TR17z6idckioLZ8RE=";
    };
  };
in
stdenv.mkDerivation {
  pname = "ledger-desktop";
  inherit version;
  src = files.${stdenv.hostPlatform.system};
}
