{ stdenv, fetchzip }:
stdenv.mkDerivation rec {
  pname = "visitor";
  version = "20210316";
  src = fetchzip {
    url = "https://gitlab.example.org/fp/visitor/repository/${version}/archive.tar.gz";
    hash = "sha256-40IPDdxKTWYxsCfsECsXDGwfxXiTEIelxIGAFv3xlU4=";
  };
}
