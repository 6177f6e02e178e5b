{ beamPackages }:

beamPackages.mixRelease rec {
  pname = "lark";
  version = "1.0.0";
  src = ./.;
  mixFodDeps = beamPackages.fetchMixDeps {
    inherit pname version src;
    hash = "sha256-a715z1ti1J0kKzLcIS1UuFpPAMEx2VlFpkmZrRTSWh4=";
  };
}
