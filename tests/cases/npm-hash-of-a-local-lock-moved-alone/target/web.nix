{ buildNpmPackage }:
buildNpmPackage {
  pname = "web";
  version = "1.0.0";
  src = ./web;
  npmDepsHash = "sha256-FG0xRu3JyPFkD9rA5JGbAT2vj0CdGQDsyJ9l1RtFqfM=";
}
