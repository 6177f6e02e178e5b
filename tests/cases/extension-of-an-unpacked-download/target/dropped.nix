{ fetchzip, stdenv }:
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.4.0";
  src = fetchzip {
    url = "https://downloads.example.org/quern-${version}/download";
    hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
  };
}
