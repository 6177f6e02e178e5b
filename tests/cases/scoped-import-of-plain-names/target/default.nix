{ pkgs }:
let
  packages = self: { a = 1; };
in
scopedImport {
  self = packages;
  inherit pkgs;
  inherit (pkgs) fetchurl;
} ./packages.nix
