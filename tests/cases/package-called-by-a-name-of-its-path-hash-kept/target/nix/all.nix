{ pkgs }:
let
  root = ../.;
  file = root + "/pkgs/kestrel.nix";
in
pkgs.callPackage file { version = "1.5"; }
