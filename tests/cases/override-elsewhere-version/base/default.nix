{ pkgs }:
(pkgs.callPackage ./tool.nix { }).overrideAttrs { version = "1.2.1"; }
