{ config, pkgs, ... }:
{
  environment.systemPackages = [
    (pkgs.fetchurl {
      url = "https://example.org/tern-${config.birds.tern}.tar.gz";
      hash = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc=";
    })
  ];
}
