{ fetchurl, stdenv }:
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.4.0";
  src = fetchurl {
    url = "https://files.example.org/quern/raw/v${version}/moved.svg?download=0&ref=main";
    hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
  };
}
