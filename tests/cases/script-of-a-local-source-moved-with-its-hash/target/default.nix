{ stdenv, curl }:
stdenv.mkDerivation {
  name = "a";
  src = ./.;
  nativeBuildInputs = [ curl ];
  buildPhase = "bash ./fetch.sh";
  outputHashMode = "flat";
  outputHashAlgo = "sha256";
  outputHash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
}
