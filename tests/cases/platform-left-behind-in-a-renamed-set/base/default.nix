{ fetchurl, stdenv }:

let
  version = "0.13.1";
  srcs = {
    x86_64-linux = fetchurl {
      url = "https://cdn.example.org/ledger/Ledger-Setup-x64.exe";
      hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
    };
    aarch64-linux = fetchurl {
      url = "https://cdn.example.org/ledger/Ledger-Setup-arm64.exe";
      hash = "sha256-P3m7e0NbBTIWUdrv03TNxoHcBvqmXjdOODN7iMoEbeo=";
    };
  };
in
stdenv.mkDerivation {
  pname = "ledger-desktop";
  inherit version;
  src = srcs.${stdenv.hostPlatform.system};
}
