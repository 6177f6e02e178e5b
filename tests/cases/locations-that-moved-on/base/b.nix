{ fetchurl, stdenv }:

stdenv.mkDerivation rec {
  pname = "foo";
  version = "2.0";
  src = fetchurl {
    url = "https://y.example.org/foo.deb";
    hash = "sha256-335w5QIVRPSDS77mSp43if68S+gUcN9inK1t2wMyClw=";
  };
}
