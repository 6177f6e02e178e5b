{ lib, pkgs, ... }: {
  mkTern = pkgs.callPackage ./tern.nix;
  tern = { pkgs, ... }: lib.my.mkTern { version = "1.2.0"; }; }
