{ stdenv, gradle, lib }:
stdenv.mkDerivation {
  name = "a-deps";
  src = lib.cleanSource ../.;
  nativeBuildInputs = [ gradle ];
  buildPhase = "gradle --no-daemon nixDownloadDeps";
  installPhase = "cp -r deps $out";
  outputHashMode = "recursive";
  outputHash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
}
