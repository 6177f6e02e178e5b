{ pkgs }:

pkgs.buildNpmPackage {
  pname = "extensions";
  version = "unstable";
  src = ./src;
  npmDepsHash = "sha256-15Z3GIaH57MrQ96dI2Wh/4rm8anj1JRxm+VCOU2Z990=";

  patches = [ ./harmless.patch ];
}
