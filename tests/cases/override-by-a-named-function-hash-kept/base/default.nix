{ callPackage }:
let
  newer = old: { version = "1.4.2"; };
in
(callPackage ./base.nix { }).overrideAttrs newer
