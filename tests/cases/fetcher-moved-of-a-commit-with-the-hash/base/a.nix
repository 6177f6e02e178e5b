{ stdenv, fetchFromGitLab }:
stdenv.mkDerivation rec {
  pname = "wren";
  version = "1.4.0";
  src = fetchFromGitLab {
    owner = "birds";
    repo = "wren";
    rev = "356a192b7913b04c54574d18c28d46e6395428ab";
    hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
    domain = "git.example.org";
  };
}
