{ pkgs, lib }: lib.mapAttrs (_: v: pkgs.callPackage ./sdk.nix v) (import ./versions.nix)
