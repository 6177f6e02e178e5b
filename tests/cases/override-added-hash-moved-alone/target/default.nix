{ callPackage }:
{ a = callPackage ./tool.nix { }; b = (callPackage ./tool.nix { }).overrideAttrs { version = "9.9"; }; }
