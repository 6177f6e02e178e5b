{ fetchurl, stdenv }:
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.4.0";
  src = fetchurl {
    url = "https://files.example.org/quern/raw/v${version}/dropped.svg?inline=false";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
}
