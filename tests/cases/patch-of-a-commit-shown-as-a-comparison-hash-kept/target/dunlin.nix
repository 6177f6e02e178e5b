{ stdenv, fetchpatch }:

stdenv.mkDerivation {
  pname = "dunlin";
  version = "3.1";
  src = ./.;

  patches = [
    (fetchpatch {
      url = "https://github.com/example/dunlin/compare/90d7e2c46...quiet-start-3.1-v1.diff";
      hash = "sha256-cq2KF1bIyqRqT4nKOpnc1h3TBb9mLW5WvXEzlTMi8cI=";
    })
  ];
}
