{ lib, config, ... }:
{
  birds.tern = "1.2.0";
  birds.knot = lib.mkIf config.birds.enable "1.2.0";
  imports = [ ./other.nix ];
}
