{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "wren-client";
  version = "1.5.0";
  src = fetchFromGitHub {
    owner = "corp";
    repo = "wren";
    tag = version;
    rootDir = "client";
    hash = "sha256-JaZjQmPBsfb8RpegTiuZBOpLBCqJr1nck+wfXUSEiiY=";
  };
}
