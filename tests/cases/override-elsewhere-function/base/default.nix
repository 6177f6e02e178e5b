{ callPackage }:
(callPackage ./tool.nix { }).overrideAttrs (final: prev: { version = "1.2.1"; })
