{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation {
  pname = "wren";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "wren";
    rev = "84a516841ba77a5b4648de2cd0dfcb30ea46dbb4";
    hash = "sha256-rUb8k5iTUT7DgAWksv18EMofVHNiKMSRPVVR/jWQ6ZI=";
  };
}
