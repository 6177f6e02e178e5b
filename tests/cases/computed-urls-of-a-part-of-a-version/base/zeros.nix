{ stdenv, fetchurl, mkUrl, mkName, mirror }:

stdenv.mkDerivation (finalAttrs: {
  pname = "zeros";
  version = "1.2.0";
  src = fetchurl {
    url = "https://example.org/zeros-1.2.0.tar.gz";
    hash = "sha256-LsKtGdCGUwrWp1Ak0CdWcrZ84N+wq5pJqqz8Aqf6vJI=";
  };
})
