{ fetchurl, stdenv }:

stdenv.mkDerivation rec {
  pname = "foo";
  version = "1.2.3";
  src = fetchurl {
    url = "https://files.example.org/1.2.3/bar.deb";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
}
