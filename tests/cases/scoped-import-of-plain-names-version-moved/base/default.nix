{ pkgs }:
let version = "1.0"; in
let
  packages = self: { };
in
scopedImport {
  self = packages;
  inherit version pkgs;
  inherit (pkgs) fetchurl;
} ./packages.nix
