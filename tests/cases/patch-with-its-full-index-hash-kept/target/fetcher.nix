{ fetchpatch2, stdenv }:
stdenv.mkDerivation {
  pname = "quern";
  version = "1.4.0";
  src = ./src;
  patches = [
    (fetchpatch2 {
      url = "https://git.example.org/corp/quern/commit/4f1daaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.patch?full_index=1";
      hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
    })
  ];
}
