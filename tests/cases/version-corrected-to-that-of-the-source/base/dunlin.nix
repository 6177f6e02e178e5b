{ stdenv, fetchurl }:
stdenv.mkDerivation {
  pname = "dunlin";
  version = "1.10.0";
  src = fetchurl {
    url = "https://example.org/dunlin-linux-x64-1.1.0.tar.gz";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
}
