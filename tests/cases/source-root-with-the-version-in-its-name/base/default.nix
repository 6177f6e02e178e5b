{ buildNpmPackage, fetchFromGitHub }:
buildNpmPackage rec {
  pname = "n";
  version = "1.0";
  src = fetchFromGitHub {
    name = "n-${version}";
    owner = "o";
    repo = "m";
    rev = "v${version}";
    hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
  };
  sourceRoot = "${src.name}/web";
  npmDepsHash = "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk=";
}
