{ pkgs }:

let
  versions = import ./versions.nix;
in
{
  ouzel = pkgs.callPackage ./ouzel { version = versions.ouzel; };
}
