{ pkgs }:

let
  version = "1.0";
  plugin = pkgs.callPackage ./plugin.nix { };
in
pkgs.symlinkJoin {
  name = "both-${version}";
  paths = [ plugin ];
}
