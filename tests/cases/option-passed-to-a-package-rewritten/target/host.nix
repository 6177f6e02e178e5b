{ lib, config, ... }:
{
  birds.tern = lib.mkForce "1.2.0";
  birds.version = "1.2.0";
  services.tern = "1.3.0";
  services.fish.version = "1.3.0";
}
