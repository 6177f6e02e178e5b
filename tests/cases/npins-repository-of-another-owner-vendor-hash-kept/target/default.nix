{ pkgs }:

let
  pins = import ./npins;
in
{
  kelp = pkgs.buildGoModule {
    pname = "kelp";
    version = "0-unstable";
    src = pins.kelp;
    vendorHash = "sha256-LAwbHaaRwLPPSxS0hJ2Wf1Vy6GK5qHtjLDKMJQjmPyk=";
  };

  reef = pkgs.stdenv.mkDerivation {
    pname = "reef";
    version = "0-unstable";
    src = pins.kelp;
    offlineCache = pkgs.fetchYarnDeps {
      yarnLock = pins.kelp + "/web/yarn.lock";
      hash = "sha256-XJ0DDVpyHPmbIDzs3M8VIOlm0xzmgR5a1zi+aWSEhRE=";
    };
  };
}
