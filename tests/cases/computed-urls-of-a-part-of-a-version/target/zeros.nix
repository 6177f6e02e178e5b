{ stdenv, fetchurl, mkUrl, mkName, mirror }:

stdenv.mkDerivation (finalAttrs: {
  pname = "zeros";
  version = "2.0.0";
  src = fetchurl {
    url = "https://example.org/zeros-${mkName finalAttrs.version}.tar.gz";
    hash = "sha256-LsKtGdCGUwrWp1Ak0CdWcrZ84N+wq5pJqqz8Aqf6vJI=";
  };
})
