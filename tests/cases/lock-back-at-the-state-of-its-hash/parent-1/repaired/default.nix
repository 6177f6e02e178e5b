{ buildNpmPackage }:
buildNpmPackage {
  pname = "quern";
  version = "1.4.0";
  src = ./.;
  npmDepsHash = "sha256-CPOlbXKUi5bfKbYbn3vLdQ+fvCJDLVunaKOYcBp8pJI=";
}
