{ stdenv, curl }:
stdenv.mkDerivation {
  name = "a";
  nativeBuildInputs = [ curl ];
  builder = ./fetch.sh;
  outputHashMode = "flat";
  outputHashAlgo = "sha256";
  outputHash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
}
