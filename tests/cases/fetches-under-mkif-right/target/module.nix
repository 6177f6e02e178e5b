{ config, lib, pkgs, ... }:
let
  cfg = config.services.x;
  version = if cfg.edge then "2.0.0" else "1.3.0";
in
{
  options.services.x.edge = lib.mkEnableOption "edge";
  config.environment.systemPackages = lib.mkMerge [
    (lib.mkIf cfg.edge [ (pkgs.callPackage ./x.nix { src = pkgs.fetchurl { url = "https://e.org/x-${version}.tgz"; hash = "sha256-P3m7e0NbBTIWUdrv03TNxoHcBvqmXjdOODN7iMoEbeo="; }; }) ])
    (lib.mkIf (!cfg.edge) [ (pkgs.callPackage ./x.nix { src = pkgs.fetchurl { url = "https://e.org/x-${version}.tgz"; hash = "sha256-IQoU47ezEO5Xg+vSrL+2F5bmkZpjc37z80nrEbtyVng="; }; }) ])
  ];
}
