{ config, lib, pkgs, ... }:
let
  cfg = config.services.x;
  version = if cfg.edge then "2.1.0" else "1.2.0";
in
{
  options.services.x.edge = lib.mkEnableOption "edge";
  config.environment.systemPackages = lib.mkMerge [
    (lib.mkIf cfg.edge [ (pkgs.callPackage ./x.nix { src = pkgs.fetchurl { url = "https://e.org/x-${version}.tgz"; hash = "sha256-P3m7e0NbBTIWUdrv03TNxoHcBvqmXjdOODN7iMoEbeo="; }; }) ])
    (lib.mkIf (!cfg.edge) [ (pkgs.callPackage ./x.nix { src = pkgs.fetchurl { url = "https://e.org/x-${version}.tgz"; hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k="; }; }) ])
  ];
}
