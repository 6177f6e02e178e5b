{ stdenv, gradle, perl }:
stdenv.mkDerivation {
  pname = "a-deps";
  version = "0.1";
  src = ./.;
  nativeBuildInputs = [ gradle perl ];
  buildPhase = "export GRADLE_USER_HOME=$(mktemp -d); gradle --no-daemon build";
  installPhase = "find $GRADLE_USER_HOME -name '*.jar' | perl -pe 's#x#y#' | sh";
  outputHashAlgo = "sha256";
  outputHashMode = "recursive";
  outputHash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
}
