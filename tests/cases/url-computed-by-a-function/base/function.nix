{ stdenv, fetchurl, digits }:

stdenv.mkDerivation rec {
  pname = "function";
  version = "3.42.0";
  src = fetchurl {
    url = "https://example.org/function-3420000.tar.gz";
    hash = "sha256-ePmsAY5VQ2UGkQg1Layrt/vRUkbt8ZQAZ347VP4k4SY=";
  };
}
