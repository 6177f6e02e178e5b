{ fetchurl, stdenv }:

stdenv.mkDerivation rec {
  pname = "foo";
  version = "1.2.3";
  src = fetchurl {
    url = "https://files.example.org/1.2.3/tool.deb";
    hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
  };
}
