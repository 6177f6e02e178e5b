{ lib, fetchurl }: lib.mapAttrs (_: import ./make.nix { inherit fetchurl; }) (lib.importJSON ./data.json)
