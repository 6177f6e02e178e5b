{ callPackage }:
(callPackage ./tool.nix { }).override { version = "1.3.0"; }
