{ buildRosPackage, fetchFromGitHub }:

buildRosPackage {
  pname = "b";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "o";
    repo = "demos";
    rev = "4462ded3975d1f7f3ba75aeaa09fb099b87866ed";
    hash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
  };
  sourceRoot = "source/b";
}
