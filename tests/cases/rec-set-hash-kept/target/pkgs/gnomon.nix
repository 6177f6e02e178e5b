{ stdenv, fetchurl }:

stdenv.mkDerivation rec {
  name = "${pname}-${version}";
  pname = "gnomon";
  version = "3.3";

  src = fetchurl {
    url = "https://downloads.example.org/gnomon/${name}.tar.xz";
    sha256 = "1pkaq2wsadi2ssiqhm5s553nvajx07skj34argbxbvyyahjccwnr";
  };
}
