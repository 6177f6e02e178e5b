{ buildNpmPackage }:
buildNpmPackage {
  pname = "quern";
  version = "1.4.0";
  src = ./.;
  npmDepsHash = "sha256:07av4p81q8272r6a96q7j8k2g0fcgz7q8pnwwgzjr9pdgqkq0dpx";
}
