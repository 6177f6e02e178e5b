{ buildNpmPackage }:
buildNpmPackage {
  pname = "web";
  version = "1.0.0";
  src = ./web;
  npmDepsHash = "sha256-S15X9usvQrkDmz0eE5KSlfIxdJxRDL40HNaANtmvl+I=";
}
