{ stdenv, lib, fetchurl }:

stdenv.mkDerivation rec {
  pname = "padded";
  version = "3.42.0";
  src = fetchurl {
    url = "https://example.org/padded-${lib.head (lib.splitVersion version)}${lib.concatMapStrings (lib.fixedWidthNumber 2) (lib.tail (lib.splitVersion version))}00.tar.gz";
    hash = "sha256-x/m1OLk85RP2VLjRmeUCUq4DfFveVCwTKwSkLNi5LqA=";
  };
}
