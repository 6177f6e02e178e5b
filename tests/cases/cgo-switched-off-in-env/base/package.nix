{ lib, buildGoModule }:

buildGoModule {
  pname = "wryneck";
  version = "2.0";
  src = lib.cleanSource ./.;
  CGO_ENABLED = 0;
  vendorHash = "sha256-Zm7wrM10NRQ7PcDv4uHvtGMxX6cxRKHPAB2MCnKRKnA=";
}
