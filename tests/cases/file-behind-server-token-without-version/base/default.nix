{ fetchurl, stdenv }:

stdenv.mkDerivation rec {
  pname = "a";
  version = "1.0";
  src = fetchurl {
    url = "https://dl.example.org/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAb1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1/app-x86_64.zip";
    hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg=";
  };
}
