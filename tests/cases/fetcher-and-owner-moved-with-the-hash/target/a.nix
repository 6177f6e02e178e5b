{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "wren";
  version = "1.4.0";
  src = fetchFromGitHub {
    owner = "lark";
    repo = "wren";
    tag = version;
    hash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
  };
}
