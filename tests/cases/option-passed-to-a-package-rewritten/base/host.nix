{ lib, config, ... }:
{
  birds.tern = "1.2.0";
  birds.version = lib.mkDefault "1.2.0";
  services.tern = "1.2.0";
  services.fish.version = "1.2.0";
}
