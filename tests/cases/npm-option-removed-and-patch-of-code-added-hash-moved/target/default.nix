{ pkgs }:

pkgs.buildNpmPackage {
  pname = "extensions";
  version = "unstable";
  src = ./src;
  npmDepsHash = "sha256-GRzYuDu5UWEASLP5DyeteFb0a9R7grsxpuZ6ZHFhxzc=";

  patches = [ ./harmless.patch ];
}
