{ callPackage }:
let
  newer = old: { version = "1.5.0"; };
in
(callPackage ./base.nix { }).overrideAttrs newer
