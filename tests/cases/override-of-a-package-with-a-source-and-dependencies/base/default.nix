{ pkgs }:

rec {
  beacon = pkgs.callPackage ./pkgs/beacon.nix { };

  beacon-next = beacon.override {
    version = "2.0.0";
    hash = "sha256-XJ0DDVpyHPmbIDzs3M8VIOlm0xzmgR5a1zi+aWSEhRE=";
    vendorHash = "sha256-FF1e1BTAnwvDPkDLtVUaRPkSXdZ8dhVAlGQpjoBDK+I=";
  };
}
