{ lib, buildGoModule }:

buildGoModule {
  pname = "lfk";
  version = "0.9.1";

  src = ./.;

  vendorHash = "sha256-UBm+debRps5XRCJBXjik1akjUgoY5prQ+2v0Hzy9jfQ=";

  meta.mainProgram = "lfk";
}
