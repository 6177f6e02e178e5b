{ fetchzip, stdenv }:
let
  source = rec {
    version = "7.1";
    x86_64-linux = {
      url = "https://example.org/lumis/${version}/linux.zip";
      sha256 = "sha256-rKyGwOYJypBvYysOLazMsrd9IrBiHyDr7OGkg1uT9vA=";
    };
  };
in
stdenv.mkDerivation {
  name = "lumis";
  src = fetchzip source.${stdenv.hostPlatform.system};
}
