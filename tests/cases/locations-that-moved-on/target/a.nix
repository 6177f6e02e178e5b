{ fetchurl, stdenv }:

stdenv.mkDerivation rec {
  pname = "foo";
  version = "1.0";
  src = fetchurl {
    url = "https://z.example.org/foo.deb";
    hash = "sha256-VZrq0IJk1XldOQlxjN0Fq9SVcuhP5VWQ7vMaiKCP3/0=";
  };
}
