{ stdenv, fetchurl, base }:

stdenv.mkDerivation rec {
  pname = "kept";
  version = "2.12";
  src = fetchurl {
    url = "https://example.org/${base.pname}-2.12.tar.gz";
    hash = "sha256-efB2q90Zp1Lbcme//y+QIhYdEg3qkZ/ayi/9/CTKjJY=";
  };
}
