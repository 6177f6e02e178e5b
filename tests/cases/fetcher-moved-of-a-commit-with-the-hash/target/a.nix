{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "wren";
  version = "1.4.0";
  src = fetchFromGitHub {
    owner = "lark";
    repo = "wren";
    rev = "356a192b7913b04c54574d18c28d46e6395428ab";
    hash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
  };
}
