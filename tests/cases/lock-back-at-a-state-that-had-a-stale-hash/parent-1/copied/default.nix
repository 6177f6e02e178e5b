{ buildNpmPackage }:
buildNpmPackage {
  pname = "quern";
  version = "1.4.0";
  src = ./.;
  npmDepsHash = "sha256-+zBZPKMt9XqKDxnVUXENyICpiyCLbhgLB+av9ZEC0Ug=";
}
