{ buildNpmPackage }:
buildNpmPackage {
  pname = "desk";
  version = "2.1.0";
  src = ./.;
  npmDepsHash = "sha256-IArMKopZZoq6olH9eHWVcKLo0KVCoHGmWEd4h6hus08=";
}
