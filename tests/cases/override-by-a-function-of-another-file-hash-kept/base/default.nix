{ callPackage }:
(callPackage ./base.nix { }).overrideAttrs (import ./newer.nix)
