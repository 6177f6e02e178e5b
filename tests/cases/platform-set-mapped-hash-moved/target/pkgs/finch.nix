{ lib, fetchurl, stdenv }:

let
  version = "2.3.0";
  hashes = {
    x86_64-linux = "sha256-6ngm+gPgLSEea0hBAPMafT05FTP4xPy37kCZtgc4ucs=";
    aarch64-linux = "sha256-cD7qr1Any9+SVU5eP/fj60i2f8NNmd6Tb1HZrCCmLDY=";
  };
  binaries = lib.mapAttrs (
    system: hash:
    fetchurl {
      url = "https://dist.example.org/finch/finch-${version}-${system}";
      inherit hash;
      executable = true;
    }
  ) hashes;
in
stdenv.mkDerivation {
  pname = "finch";
  inherit version;
  src = binaries.${stdenv.hostPlatform.system};
}
