{ callPackage }: { a = callPackage ./a.nix { }; b = callPackage ./b.nix { }; }
