{ pkgs }:
{ hash, ... }:

pkgs.buildNpmPackage {
  pname = "app";
  version = "1.0";
  src = ../.;
  npmDepsHash = hash;
}
