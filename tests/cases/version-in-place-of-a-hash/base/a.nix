{ fetchurl, stdenv }:

stdenv.mkDerivation rec {
  pname = "foo";
  version = "1.0";
  src = fetchurl {
    url = "https://files.example.org/foo-1.0.tgz";
    hash = "sha256-jjXCzTv2ZBvbDiBQt2kyy7LmA0oN2swdm+qCprpX988=";
  };
}
