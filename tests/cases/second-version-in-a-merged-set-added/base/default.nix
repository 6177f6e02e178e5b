{ pkgs }: let
  old = { tern = pkgs.callPackage ./tern.nix; };
in { b = old.tern { version = "1.2.0"; }; }
