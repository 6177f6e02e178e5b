{ lib, callPackage }: lib.mapAttrs (callPackage ./make.nix { }) (lib.importJSON ./data.json)
