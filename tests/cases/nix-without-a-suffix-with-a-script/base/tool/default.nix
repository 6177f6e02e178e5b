{ lib, pkgs, config, ... }:

let
  checkout = "/var/lib/tool-1.0";
in
{
  imports = [ (import ./activation { inherit lib pkgs checkout; }) ];
}
