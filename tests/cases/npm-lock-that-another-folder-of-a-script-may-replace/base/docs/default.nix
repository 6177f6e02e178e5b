{ buildNpmPackage, runCommandLocal, notes, nodejs }:
let
  combined = runCommandLocal "docs-src" { nativeBuildInputs = [ nodejs ]; } ''
    mkdir $out
    cp -r ${./.}/* $out
    cp -r ${notes}/* $out
  '';
in
buildNpmPackage (_final: {
  pname = "docs";
  version = "1.0.0";
  src = combined;
  npmDepsHash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
})
