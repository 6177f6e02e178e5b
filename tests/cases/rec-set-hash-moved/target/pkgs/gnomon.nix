{ stdenv, fetchurl }:

stdenv.mkDerivation rec {
  name = "${pname}-${version}";
  pname = "gnomon";
  version = "3.3";

  src = fetchurl {
    url = "https://downloads.example.org/gnomon/${name}.tar.xz";
    sha256 = "06a3sj7fh8jbfb13mx31d03f6n2qahjsh27p80zd91h7q3nmvg2k";
  };
}
