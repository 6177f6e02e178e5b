{ buildGoModule, fetchFromGitHub, fetchYarnDeps }:
buildGoModule rec {
  pname = "heron";
  version = "1.4.0";
  src = fetchFromGitHub {
    owner = "birds";
    repo = "heron";
    rev = "v${version}";
    hash = "sha256-JaZjQmPBsfb8RpegTiuZBOpLBCqJr1nck+wfXUSEiiY=";
  };
  vendorHash = "sha256-TNDiGpoHlaFOyapfDn0av/BJJWV3DkPq/fHj6K/tHzM=";
  yarnOfflineCache = fetchYarnDeps {
    yarnLock = "${src}/web/yarn.lock";
    hash = "sha256-7E5Zi9DzEqfEm/g5hLcBdvMRrxQqR8o1TzVCT7efK/0=";
  };
}
