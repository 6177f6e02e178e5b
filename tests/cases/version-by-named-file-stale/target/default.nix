{ callPackage }: let make = callPackage ./make.nix { }; in { tool = make { version = "2.1"; }; }
