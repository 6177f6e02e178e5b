{ buildNpmPackage }:
buildNpmPackage {
  pname = "quern";
  version = "1.4.0";
  src = ./.;
  npmDepsHash = "sha256-AX6eIXr4u7cy6R0/U04HArn0ku3Sw6mZQ4Oqm/pwD3c=";
}
