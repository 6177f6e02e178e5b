{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "part";
  version = "1.1";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "part";
    rev = "bcd6b40c5572d6f5708d3f0b32fdd37d6d241e68";
    hash = "sha256-N6aAEzvQk0L5NK+43Sx9nhtiTaXzXjo4rbED43wFXtE=";
    sparseCheckout = [ "lib" ];
  };
}
