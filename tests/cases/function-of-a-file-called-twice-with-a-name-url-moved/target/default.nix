{ lib, callPackage }: lib.mapAttrs (_: each: callPackage ./make.nix { } each) (lib.importJSON ./data.json)
