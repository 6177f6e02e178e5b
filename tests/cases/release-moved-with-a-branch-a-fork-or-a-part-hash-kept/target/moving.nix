{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "moving";
  version = "1.1";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "moving";
    rev = "main";
    hash = "sha256-boYpQNC/LuqeAeM/p4zDTzk/2THw0/BGl4mLBvehAxU=";
  };
}
