{ ... }:
{
  imports = [ ./modules/app.nix ];
  services.app.version = "1.5.0";
}
