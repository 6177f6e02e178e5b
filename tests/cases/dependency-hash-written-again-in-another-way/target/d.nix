{ buildNpmPackage, fetchFromGitHub }:

buildNpmPackage rec {
  pname = "docs";
  version = "2.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "docs";
    rev = "v${version}";
    hash = "sha256-2EvbNNTu70A0135UA/hQ41vEpRsRQ+OoNRDhqq2Dl0g=";
  };
  npmDepsHash = "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk=";
}
