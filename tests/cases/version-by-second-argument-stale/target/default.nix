{ callPackage }: { tool = callPackage ./make.nix { } { version = "2.1"; }; }
