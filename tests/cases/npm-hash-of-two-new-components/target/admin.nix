{ buildNpmPackage }:
buildNpmPackage {
  pname = "admin";
  version = "1.0.0";
  src = ./admin;
  npmDepsHash = "sha256-S15X9usvQrkDmz0eE5KSlfIxdJxRDL40HNaANtmvl+I=";
}
