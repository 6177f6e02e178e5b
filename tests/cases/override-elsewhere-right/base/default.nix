{ callPackage }:
(callPackage ./tool.nix { }).override { version = "1.2.1"; }
