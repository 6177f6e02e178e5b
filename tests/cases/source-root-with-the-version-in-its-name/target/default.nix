{ buildNpmPackage, fetchFromGitHub }:
buildNpmPackage rec {
  pname = "n";
  version = "1.1";
  src = fetchFromGitHub {
    name = "n-${version}";
    owner = "o";
    repo = "m";
    rev = "v${version}";
    hash = "sha256-zQqphWFHtsW0/yt9/uXaIKo4JTCZ7xtKZKztIzya/ik=";
  };
  sourceRoot = "${src.name}/web";
  npmDepsHash = "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk=";
}
