{ stdenv, wget, lib }:
stdenv.mkDerivation {
  name = "assets";
  src = lib.cleanSource ../.;
  nativeBuildInputs = [ wget ];
  buildPhase = ''
    cd assets
    wget -i urls.txt
  '';
  installPhase = "mkdir $out; cp *.gz $out";
  outputHashMode = "recursive";
  outputHash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
}
