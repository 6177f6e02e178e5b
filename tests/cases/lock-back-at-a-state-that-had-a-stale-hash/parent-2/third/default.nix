{ buildNpmPackage }:
buildNpmPackage {
  pname = "quern";
  version = "1.4.0";
  src = ./.;
  npmDepsHash = "sha256-semTJFBb0y2g4fhdz14ZoJ2wSB6KFfYsQesyAwSo6Sc=";
}
