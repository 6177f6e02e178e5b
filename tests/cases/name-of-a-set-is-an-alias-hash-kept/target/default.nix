{ pkgs }: let
  tern = import ./tern.nix;
  birds = { tern = pkgs.callPackage tern; };
in { a = birds.tern { version = "1.3.0"; }; }
