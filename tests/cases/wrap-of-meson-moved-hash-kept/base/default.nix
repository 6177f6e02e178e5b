{ stdenv, meson, git }:
stdenv.mkDerivation {
  name = "a-subprojects";
  src = ./.;
  nativeBuildInputs = [ meson git ];
  buildPhase = "meson subprojects download";
  installPhase = "cp -r subprojects $out";
  outputHashMode = "recursive";
  outputHash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
}
