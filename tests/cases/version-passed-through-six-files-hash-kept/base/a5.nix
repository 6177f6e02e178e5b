{ pkgs, version }: pkgs.callPackage ./a6.nix { inherit version; }
