{ buildNpmPackage }:
buildNpmPackage {
  pname = "quern";
  version = "1.4.0";
  src = ./.;
  npmDepsHash = "sha256-HZKD2EjqlBrOH+DSN474twBWoNTRZIuVoyLZAWPngoU=";
}
