{ callPackage }: let t = callPackage ./tool.nix { channel = "stable"; }; in { inherit t; b = t.override { channel = "beta"; }; }
