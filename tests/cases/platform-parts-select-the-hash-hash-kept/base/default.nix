{ lib, stdenv, fetchurl }:
let
  version = "1.2.0";
  inherit (stdenv.hostPlatform.parsed) cpu kernel;
  sources = {
    linux.x86_64 = { arch = "amd64"; hash = "sha256-rKyGwOYJypBvYysOLazMsrd9IrBiHyDr7OGkg1uT9vA="; };
    linux.aarch64 = { arch = "arm64"; hash = "sha256-tzfKfuVjroDkV7s9Hf5k7dK0wBWo+Itvh9XBE7aIl/0="; };
    darwin.aarch64 = { arch = "universal"; hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ="; };
  };
  source = sources.${kernel.name}.${cpu.name} or (throw "unsupported");
in
stdenv.mkDerivation {
  pname = "x"; inherit version;
  src = fetchurl { url = "https://e.org/x-${version}-${kernel.name}-${source.arch}.tgz"; inherit (source) hash; };
}
