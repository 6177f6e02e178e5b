{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "part";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "part";
    rev = "84b2d3047e616d95a342c4c96d4d4a9e9e25930d";
    hash = "sha256-N6aAEzvQk0L5NK+43Sx9nhtiTaXzXjo4rbED43wFXtE=";
    sparseCheckout = [ "lib" ];
  };
}
