{ buildNpmPackage, fetchFromGitHub }:
buildNpmPackage rec {
  pname = "n";
  version = "1";
  src = fetchFromGitHub {
    owner = "o";
    repo = "m";
    rev = "84846c83529117f77ea9d337f32cff232f422666";
    hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
  };
  sourceRoot = "${src.name}/web";
  npmDepsHash = "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk=";
}
