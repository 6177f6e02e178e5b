{ pkgs }:

(pkgs.buildGoModule.override { go = pkgs.go_1_25; }) {
  pname = "osprey";
  version = "2.4.0";
  src = ./.;
  vendorHash = "sha256-ZcdMFaaGGHu2u/mVj0lPxrgAaANKZZqa1EmRsIxY8tI=";
}
