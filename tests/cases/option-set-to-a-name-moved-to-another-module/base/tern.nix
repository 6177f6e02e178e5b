{ config, pkgs, ... }:
{
  environment.systemPackages = [
    (pkgs.fetchurl {
      url = "https://example.org/tern-${config.birds.tern}.tar.gz";
      hash = "sha256-d9Hu+vfm6RsPTRa3f61rSD57pfZvA61aCOZKvHg/vBQ=";
    })
  ];
}
