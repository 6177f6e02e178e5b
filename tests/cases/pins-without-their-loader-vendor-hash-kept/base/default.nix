{ pkgs }: pkgs.callPackage ./lark.nix { sources = import ./npins; }
