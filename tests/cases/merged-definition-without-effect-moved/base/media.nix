{ config, lib, pkgs, ... }:
let
  high = lib.mkForce;
in
{
  config = lib.mkMerge [
    { media.version = lib.mkImageMediaOverride "1.0"; }
    { media.version = "2.0"; }
    {
      x = pkgs.fetchurl {
        url = "https://example.org/media-${config.media.version}.tgz";
        hash = "sha256-chyVJa3i6okD00PvJc9oub9KsKrVa7ewH75I0JvH/PQ=";
      };
    }
  ];
}
