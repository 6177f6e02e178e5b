{ stdenv, fetchurl }:
let
  inherit (stdenv.hostPlatform) system;
  versions = { "x86_64-linux" = "1.2.0"; "aarch64-darwin" = "1.1.1"; };
  version = versions."${system}";
  sources = {
    "x86_64-linux" = fetchurl { url = "https://e.org/x-${version}-linux.tgz"; hash = "sha256-rKyGwOYJypBvYysOLazMsrd9IrBiHyDr7OGkg1uT9vA="; };
    "aarch64-darwin" = fetchurl { url = "https://e.org/x-${version}-mac.zip"; hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ="; };
  };
in
stdenv.mkDerivation { pname = "x"; inherit version; src = sources."${system}" or (throw "no"); }
