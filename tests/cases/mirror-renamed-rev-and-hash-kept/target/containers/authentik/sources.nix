{ pkgs }:

rec {
  version = "2026.2.0";

  src = pkgs.fetchgit {
    url = "https://forge.eblu.me/mirrors/authentik.git";
    rev = "version/${version}";
    hash = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc=";
  };
}
