{ ... }:
{
  imports = [ ./modules/app.nix ];
  services.app.version = "1.1.9";
}
