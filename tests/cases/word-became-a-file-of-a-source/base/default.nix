{ rustChannelOf, fetchFromGitHub }:
let
  src = fetchFromGitHub {
    owner = "acme";
    repo = "awl";
    rev = "4dc7c9ec434ed06502767136789763ec11d2c4b7";
    hash = "sha256-JaZjQmPBsfb8RpegTiuZBOpLBCqJr1nck+wfXUSEiiY=";
  };
in
rustChannelOf {
  date = "2020-05-04";
  rustToolchain = "1.41.0";
  sha256 = "sha256-j0VbukUidSxju80rbUyVTmaiut6Hktvme+fAiK/6Qi4=";
}
