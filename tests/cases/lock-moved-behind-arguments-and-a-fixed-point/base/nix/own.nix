{ pkgs, top }:
pkgs.buildGoModule {
  pname = "own";
  version = "1";
  src = top;
  vendorHash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
}
