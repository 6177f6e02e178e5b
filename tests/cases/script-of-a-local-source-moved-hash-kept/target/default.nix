{ stdenv, curl }:
stdenv.mkDerivation {
  name = "a";
  src = ./.;
  nativeBuildInputs = [ curl ];
  buildPhase = "bash ./fetch.sh";
  outputHashMode = "flat";
  outputHashAlgo = "sha256";
  outputHash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
}
