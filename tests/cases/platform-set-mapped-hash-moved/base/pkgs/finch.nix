{ lib, fetchurl, stdenv }:

let
  version = "2.2.0";
  hashes = {
    x86_64-linux = "sha256-XHO5q2DJ6Atm2bQpUgCoCFV7xq6h+1UWwhuDGplfU2o=";
    aarch64-linux = "sha256-9U42mTY3R2QDuQBtFBuiEbFXAeE3ZKKmAQOQzwkNP3E=";
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
