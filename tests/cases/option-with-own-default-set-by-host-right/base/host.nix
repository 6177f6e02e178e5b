{ ... }:
{
  imports = [ ./modules/app.nix ];
  services.app.version = "1.4.2";
}
