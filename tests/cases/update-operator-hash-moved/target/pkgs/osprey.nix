{ stdenv, fetchFromGitHub }:

let
  upstream = {
    owner = "osprey-tools";
    repo = "osprey";
    rev = "v1.0.0";
  };
  source = upstream // {
    rev = "v1.6.3";
    hash = "sha256-y1flVQC4hkTS+FblpvD1zdBjQdVb0HqvxwazoKjAa00=";
  };
in
stdenv.mkDerivation {
  pname = "osprey";
  version = "1";
  src = fetchFromGitHub (source // { fetchSubmodules = true; });
}
