{ stdenv, fetchurl, digits }:

stdenv.mkDerivation rec {
  pname = "bumped";
  version = "3.43.0";
  src = fetchurl {
    url = "https://example.org/bumped-${digits version}.tar.gz";
    hash = "sha256-gsb8qA/Gw1UiFdREStm2A8uLPEcx6wV75dCamUxYGhw=";
  };
}
