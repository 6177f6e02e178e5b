{ buildNpmPackage, wasm }:

buildNpmPackage {
  pname = "a";
  version = "1.0.0";
  src = ./.;
  npmDepsHash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
  postPatch = "touch a";
}
