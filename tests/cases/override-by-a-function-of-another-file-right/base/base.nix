{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation (finalAttrs: {
  pname = "kestrel";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "example";
    repo = "kestrel";
    tag = finalAttrs.version;

    hash = "sha256-tjq/f0zTVkexZ01z9E+PfeMeAFnff5Cy8kuKCC4yrIE=";
  };
})
