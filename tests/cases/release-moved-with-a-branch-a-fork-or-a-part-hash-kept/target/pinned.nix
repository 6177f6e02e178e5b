{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "pinned";
  version = "1.1";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "pinned";
    rev = "84b2d3047e616d95a342c4c96d4d4a9e9e25930d";
    hash = "sha256-P6tcGBvSigm2Q5ffdq4r+vHqwYKXm1/bejQoWABPNq8=";
  };
}
