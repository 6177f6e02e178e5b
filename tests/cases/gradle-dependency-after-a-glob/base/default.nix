{ stdenv, gradle }:

stdenv.mkDerivation {
  name = "deps";
  src = ./app;
  nativeBuildInputs = [ gradle ];
  buildPhase = "gradle build";
  outputHashMode = "recursive";
  outputHash = "sha256-a715z1ti1J0kKzLcIS1UuFpPAMEx2VlFpkmZrRTSWh4=";
}
