{ buildNpmPackage, fetchFromGitHub }:
buildNpmPackage rec {
  pname = "lark";
  version = "0.28.2";
  src = fetchFromGitHub {
    owner = "corp";
    repo = "lark";
    tag = "v${version}";
    hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
    leaveDotGit = true;
  };
  npmDepsHash = "sha256-JaZjQmPBsfb8RpegTiuZBOpLBCqJr1nck+wfXUSEiiY=";
}
