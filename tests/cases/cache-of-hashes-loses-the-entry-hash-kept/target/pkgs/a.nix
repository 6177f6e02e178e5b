{ buildRosPackage, fetchFromGitHub }:

buildRosPackage {
  pname = "a";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "o";
    repo = "demos";
    rev = "4462ded3975d1f7f3ba75aeaa09fb099b87866ed";
    hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
  };
  sourceRoot = "source/a";
}
