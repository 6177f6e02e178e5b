{ fetchurl, stdenv }:

stdenv.mkDerivation rec {
  pname = "foo";
  version = "1.2.3";
  src = fetchurl {
    url = "https://files.example.org/latest/lathe.tar.gz";
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
}
