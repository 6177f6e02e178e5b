{ buildNpmPackage }:

buildNpmPackage {
  pname = "web";
  version = "1";
  src = ./.;
  npmDepsHash = "sha256-lHilbyK0svt7HkaUoK0WZoUfm785MJpvz9G/u4jLX3E=";
}
