{ pkgs }:
pkgs.vesktop.override {
  vencord = pkgs.vencord.overrideAttrs rec {
    version = "1.0";
    src = pkgs.fetchFromGitHub {
      owner = "example";
      repo = "vencord";
      rev = "v${version}";
      hash = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7bfM=";
    };
  };
}
