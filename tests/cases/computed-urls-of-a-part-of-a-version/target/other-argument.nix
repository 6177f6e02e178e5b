{ stdenv, fetchurl, mkUrl, mkName, mirror }:

stdenv.mkDerivation (finalAttrs: {
  pname = "other-argument";
  version = "3.4";
  src = fetchurl {
    url = mkUrl { inherit (finalAttrs) version; target = "12.0"; };
    hash = "sha256-Y2NFs2D8wIdY+ygWCB+IT+sqLCix53B+ruOnR3gZ74U=";
  };
})
