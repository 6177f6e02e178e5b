{ buildNpmPackage }:
buildNpmPackage {
  pname = "quern";
  version = "1.4.0";
  src = ./.;
  npmDepsHash = "sha256-/TaAJ37tpiz/49xehM9/zIEnJpIHm6RMFkcgHNAlWx0=";
}
