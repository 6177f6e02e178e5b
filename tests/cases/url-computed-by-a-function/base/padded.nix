{ stdenv, lib, fetchurl }:

stdenv.mkDerivation rec {
  pname = "padded";
  version = "3.42.0";
  src = fetchurl {
    url = "https://example.org/padded-3420000.tar.gz";
    hash = "sha256-x/m1OLk85RP2VLjRmeUCUq4DfFveVCwTKwSkLNi5LqA=";
  };
}
