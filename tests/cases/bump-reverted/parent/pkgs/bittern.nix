{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "bittern";
  version = "1.4.0";

  src = fetchFromGitHub {
    owner = "bittern";
    repo = "bittern";
    rev = "v${version}";
    hash = "sha256-aRkjSxA8FV5qefa9Vh0hZihZfRCGOXURKkzovLPQrUg=";
  };
}
