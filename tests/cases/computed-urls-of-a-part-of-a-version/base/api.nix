{ stdenv, fetchurl, mkUrl, mkName, mirror }:

stdenv.mkDerivation (finalAttrs: {
  pname = "api";
  version = "1.3.0";
  src = fetchurl {
    url = "https://example.org/api/v1/api-1.3.0.tar.gz";
    hash = "sha256-FMJSnrRJjF0f/WkV0Fv1ipG92nlq9Z9B1IDRHAmdBHk=";
  };
})
