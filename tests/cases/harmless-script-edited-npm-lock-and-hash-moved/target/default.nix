{ buildNpmPackage, wasm }:

buildNpmPackage {
  pname = "a";
  version = "1.0.0";
  src = ./.;
  npmDepsHash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
  postPatch = "touch b";
}
