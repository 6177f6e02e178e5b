{ stdenv, fetchpatch }:

stdenv.mkDerivation {
  pname = "dunlin";
  version = "3.1";
  src = ./.;

  patches = [
    (fetchpatch {
      url = "https://github.com/example/dunlin/compare/main...wader:4be1c9d07f3a6528e0b7d4916cf58a23914e6d0b.patch";
      hash = "sha256-cq2KF1bIyqRqT4nKOpnc1h3TBb9mLW5WvXEzlTMi8cI=";
    })
  ];
}
