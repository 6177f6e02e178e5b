{ callPackage }:
{ a = callPackage ./tool.nix { }; }
