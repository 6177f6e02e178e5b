{ buildNpmPackage }:
buildNpmPackage {
  pname = "quern";
  version = "1.4.0";
  src = ./.;
  npmDepsHash = "sha256-oD8jhq4GshEJV3AghE3zZ4V7csL8zjhMGJb+2YqJyCs=";
}
