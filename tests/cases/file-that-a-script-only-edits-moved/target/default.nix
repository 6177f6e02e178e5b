{ stdenv, cargo }:
stdenv.mkDerivation {
  name = "a-vendor";
  src = ./.;
  nativeBuildInputs = [ cargo ];
  postPatch = ''
    sed -i 's/one/two/' src/main.rs
    substituteInPlace \
      src/main.rs --replace-fail three four
  '';
  buildPhase = "make vendor";
  installPhase = "cp -r vendor $out";
  outputHashMode = "recursive";
  outputHash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
}
