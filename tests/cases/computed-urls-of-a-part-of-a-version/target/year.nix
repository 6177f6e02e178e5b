{ stdenv, fetchurl, mkUrl, mkName, mirror }:

stdenv.mkDerivation (finalAttrs: {
  pname = "year";
  version = "2024.1";
  src = fetchurl {
    url = mkUrl finalAttrs.version;
    hash = "sha256-TLTqJVg8JWRyR66W/JAiXZmtem+rw+LC/RPFAuMjzZ4=";
  };
})
