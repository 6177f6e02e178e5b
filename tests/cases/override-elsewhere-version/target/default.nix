{ pkgs }:
(pkgs.callPackage ./tool.nix { }).overrideAttrs { version = "1.3.0"; }
