{ lib, pkgs, config, ... }:

let
  checkout = "/var/lib/tool-1.1";
in
{
  imports = [ (import ./activation { inherit lib pkgs checkout; }) ];
}
