{ stdenv, fetchurl, digits }:

stdenv.mkDerivation rec {
  pname = "gone";
  version = "3.42.0";
  src = fetchurl {
    url = "https://example.org/gone-${digits version}.tar.gz";
    hash = "sha256-KDu53u8C5oQ6v7U476HspwgBvYpwHD+YGR4SNJYzkkc=";
  };
}
