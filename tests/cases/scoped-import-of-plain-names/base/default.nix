{ pkgs }:
let
  packages = self: { };
in
scopedImport {
  self = packages;
  inherit pkgs;
  inherit (pkgs) fetchurl;
} ./packages.nix
