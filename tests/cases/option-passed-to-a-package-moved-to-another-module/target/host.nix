{ lib, config, ... }:
{
  birds.tern = lib.mkIf config.birds.enable "1.2.0";
  imports = [ ./more/other.nix ];
  services.tern = "1.3.0";
  services.fish.version = "1.3.0";
}
