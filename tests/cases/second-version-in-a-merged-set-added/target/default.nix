{ pkgs }: let
  old = { tern = pkgs.callPackage ./tern.nix; };
  new = old // { tern = pkgs.callPackage ./tern2.nix; };
in { b = old.tern { version = "1.2.0"; }; a = new.tern { version = "1.3.0"; }; }
