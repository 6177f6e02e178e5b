{ buildNpmPackage }:

buildNpmPackage {
  pname = "board";
  version = "3.1.0";
  src = ./.;
  npmDepsHash = "sha256-JLz+jWowOL6Vnh7RARgph0j70Hpi9uorJb2bmY8xWE0=";
}
