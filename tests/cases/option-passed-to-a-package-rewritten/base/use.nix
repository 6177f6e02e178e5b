{ config, pkgs, ... }:
let
  cfg = config.birds;
in
{
  environment.systemPackages = [
    (pkgs.callPackage ./tern.nix { version = config.birds.tern; })
    (pkgs.callPackage ./dunlin.nix { inherit (cfg) version; })
  ];
}
