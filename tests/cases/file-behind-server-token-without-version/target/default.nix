{ fetchurl, stdenv }:

stdenv.mkDerivation rec {
  pname = "a";
  version = "1.1";
  src = fetchurl {
    url = "https://dl.example.org/CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCd2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2/app-x86_64.zip";
    hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg=";
  };
}
