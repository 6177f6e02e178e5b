{ stdenv, fetchurl, mkUrl, mkName, mirror }:

stdenv.mkDerivation (finalAttrs: {
  pname = "year";
  version = "2024.1";
  src = fetchurl {
    url = "https://example.org/year-24.1.tgz";
    hash = "sha256-TLTqJVg8JWRyR66W/JAiXZmtem+rw+LC/RPFAuMjzZ4=";
  };
})
