{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "pinned";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "pinned";
    rev = "main";
    hash = "sha256-P6tcGBvSigm2Q5ffdq4r+vHqwYKXm1/bejQoWABPNq8=";
  };
}
