{ pkgs, ... }: let
  mkTern = import ./mkTern.nix;
in {
  nixpkgs.overlays = [ (final: prev: { inherit mkTern; }) ];
  environment.systemPackages = [ (pkgs.mkTern { inherit pkgs; version = "1.2.0"; }) ];
}
