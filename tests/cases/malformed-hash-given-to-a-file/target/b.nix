{ callPackage }:

let
  hash = "sha256-abc";
in
callPackage ./f.nix { d = hash; }
