{ ... }:
{
  imports = [ ./mod.nix ];
}
