{ buildNpmPackage, fetchFromGitHub }:

buildNpmPackage rec {
  pname = "docs";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "docs";
    rev = "v${version}";
    hash = "sha256-0P9ZdLaqUs9WK+pZIYQMAyqGCpGjUS9/6Pdo9rvgBfY=";
  };
  npmDepsHash = "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk";
}
