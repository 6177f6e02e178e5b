{ buildNpmPackage, fetchFromGitHub }:
buildNpmPackage rec {
  pname = "lark";
  version = "0.28.2";
  src = fetchFromGitHub {
    owner = "corp";
    repo = "lark";
    tag = "v${version}";
    hash = "sha256-0ZiM0wGYJPB19hZ34ab1SxYDWGhIjkBRdX3eU63u+A8=";
    leaveDotGit = true;
  };
  npmDepsHash = "sha256-JaZjQmPBsfb8RpegTiuZBOpLBCqJr1nck+wfXUSEiiY=";
}
