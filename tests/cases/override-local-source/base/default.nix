{ pkgs, callPackage }:
callPackage ./tool.nix { }
