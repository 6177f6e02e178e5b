{ ... }:
{
  imports = [ ./mod.nix ];
  services.tool = { version = "1.5.0"; hash = "sha256-qqlAJmTxpB9A67xSyZk+tmrrNmYClY/fqig7ceZNsSM="; };
}
