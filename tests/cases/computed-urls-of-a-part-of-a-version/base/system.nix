{ stdenv, fetchurl, mkUrl, mkName, mirror }:

stdenv.mkDerivation (finalAttrs: {
  pname = "system";
  version = "1.3.0";
  src = fetchurl {
    url = "https://example.org/system-1.3.0-linux.tar.gz";
    hash = "sha256-u8XmYeEGxtzY3G3RhkVML8ujxxD7TY5xpgyT6vB38HM=";
  };
})
