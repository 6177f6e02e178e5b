{ fetchurl, stdenv }:
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.5.0";
  src = fetchurl {
    url = "https://files.example.org/quern/latest.zip?download=1";
    hash = "sha256-rKyGwOYJypBvYysOLazMsrd9IrBiHyDr7OGkg1uT9vA=";
  };
}
