{ pkgs }:
let fetchurl = args: pkgs.fetchurl (args // { name = "a"; }); in
let
  packages = self: { };
in
scopedImport {
  self = packages;
  inherit pkgs;
  inherit fetchurl;
} ./packages.nix
