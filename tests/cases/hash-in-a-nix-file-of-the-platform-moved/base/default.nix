{ stdenv, fetchurl }:
stdenv.mkDerivation rec {
  pname = "tern";
  version = "1.0";
  src = fetchurl {
    url = "https://example.org/tern/${version}/tern-${stdenv.hostPlatform.system}.tar.gz";
    hash = import (./hashes + "/${stdenv.hostPlatform.system}.nix");
  };
}
