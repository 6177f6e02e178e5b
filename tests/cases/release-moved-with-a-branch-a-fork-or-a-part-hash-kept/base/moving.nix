{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "moving";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "moving";
    rev = "84b2d3047e616d95a342c4c96d4d4a9e9e25930d";
    hash = "sha256-boYpQNC/LuqeAeM/p4zDTzk/2THw0/BGl4mLBvehAxU=";
  };
}
