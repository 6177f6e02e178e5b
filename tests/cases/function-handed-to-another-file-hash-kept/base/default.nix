{ pkgs }:
let
  mkApp = pkgs.callPackage ./mk-app.nix { };
in
{
  vireo = pkgs.callPackage ./apps/vireo { inherit mkApp; };
}
