{ config, lib, pkgs, ... }:
let
  high = lib.mkForce;
in
{
  config = lib.mkMerge [
    { aliased.version = high "1.0"; }
    { aliased.version = "2.0"; }
    {
      x = pkgs.fetchurl {
        url = "https://example.org/aliased-${config.aliased.version}.tgz";
        hash = "sha256-fgMWphBXshbB7Sl5NrCrWNPxt3+SAWY0Ku4sD0qKO0E=";
      };
    }
  ];
}
