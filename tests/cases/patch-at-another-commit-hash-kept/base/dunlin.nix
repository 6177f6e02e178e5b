{ stdenv, fetchurl, fetchpatch }:

stdenv.mkDerivation {
  pname = "dunlin";
  version = "1.4";
  src = fetchurl {
    url = "https://dunlin.example.org/dunlin-1.4.tar.gz";
    hash = "sha256-Pu0QVIUyYKF0ow1mt0VUcQzGHFcDgxhsefvDq2F/MtM=";
  };
  patches = [
    (fetchpatch {
      url = "https://raw.githubusercontent.com/dunlin/board/5f4c7b5db845f4c7b5db845f4c7b5db840000000/patches/0001-name-the-board.patch";
      hash = "sha256-8aVXJ99NhIw+GQOqRcfmN7kv6CIHIiGsVjW1VhmhxtQ=";
    })
  ];
}
