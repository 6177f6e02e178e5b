{ buildGoModule, fetchFromGitHub, fetchNpmDeps }:
buildGoModule (finalAttrs: {
  pname = "d";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "o";
    repo = "d";
    tag = "v${finalAttrs.version}";
    hash = "sha256-JaZjQmPBsfb8RpegTiuZBOpLBCqJr1nck+wfXUSEiiY=";
  };
  vendorHash = "sha256-TNDiGpoHlaFOyapfDn0av/BJJWV3DkPq/fHj6K/tHzM=";
  npmDeps = fetchNpmDeps {
    inherit (finalAttrs) src;
    hash = "sha256-15Z3GIaH57MrQ96dI2Wh/4rm8anj1JRxm+VCOU2Z990=";
  };
})
