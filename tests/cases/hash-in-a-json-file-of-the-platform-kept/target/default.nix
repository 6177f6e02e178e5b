{ stdenv, fetchurl }:
stdenv.mkDerivation rec {
  pname = "tern";
  version = "1.1";
  src = fetchurl {
    url = "https://example.org/tern/${version}/tern-${stdenv.hostPlatform.system}.tar.gz";
    hash = (builtins.fromJSON (builtins.readFile ./hashes/${stdenv.hostPlatform.system}/hash.json)).tern;
  };
}
