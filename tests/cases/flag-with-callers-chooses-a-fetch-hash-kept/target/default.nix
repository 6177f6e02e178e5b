{ pkgs }: { x = pkgs.callPackage ./x.nix { }; x-unstable = pkgs.callPackage ./x.nix { stable = false; }; }
