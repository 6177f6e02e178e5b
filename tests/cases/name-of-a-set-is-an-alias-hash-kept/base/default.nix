{ pkgs }: let
  tern = import ./tern.nix;
  birds = { tern = pkgs.callPackage tern; };
in { a = birds.tern { version = "1.2.0"; }; }
