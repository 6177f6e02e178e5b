{ fetchpatch, stdenv }:
stdenv.mkDerivation {
  pname = "quern";
  version = "1.4.0";
  src = ./src;
  patches = [
    (fetchpatch {
      url = "https://git.example.org/corp/quern/commit/4f1daaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.patch";
      hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
    })
  ];
}
