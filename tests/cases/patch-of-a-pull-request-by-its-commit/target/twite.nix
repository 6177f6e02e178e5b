{ stdenv, fetchurl, fetchpatch }:

stdenv.mkDerivation {
  pname = "twite";
  version = "1.4";
  src = fetchurl {
    url = "https://twite.example.org/twite-1.4.tar.gz";
    hash = "sha256-wJ4qx1FjuXSSiUeuK5Wqs6Jd1uK2sJWoiUNhr/J/TrY=";
  };
  patches = [
    (fetchpatch {
      url = "https://github.com/twite/twite/commit/904f53594087904f53594087904f53594087aaaa.patch";
      hash = "sha256-ib73RJ6pLJBVKfnzC2UK5aT0R6zU3HFDGqm1/a58tFg=";
    })
  ];
}
