{ buildNpmPackage }:

buildNpmPackage {
  pname = "web";
  version = "1";
  src = ./.;
  sourceRoot = "source/web";
  postPatch = "sed -i s/1.3.0/1.3.1/ package-lock.json";
  npmDepsHash = "sha256-lHilbyK0svt7HkaUoK0WZoUfm785MJpvz9G/u4jLX3E=";
}
