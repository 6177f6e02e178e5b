{ buildRosPackage, fetchFromGitHub }:

buildRosPackage {
  pname = "a";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "o";
    repo = "demos";
    rev = "b98a0ee598a3975b9eded8062e2b1f5ba8360db1";
    hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
  };
  sourceRoot = "source/a";
}
