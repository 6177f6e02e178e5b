{
  system ? builtins.currentSystem,
  pkgs ? import <nixpkgs> { inherit system; },
}:
let
  callPackage = pkgs.lib.callPackageWith (pkgs // self);
  mirror = "https://mirror.example.org/tern/";
  self = {
    tern2 = callPackage ./tern.nix { version = "2.0"; inherit system; };
    tern1 = callPackage ./tern.nix { version = "1.0"; inherit system; };
    tern2-near = callPackage ./tern.nix { version = "2.0"; inherit mirror system; };
    tern1-near = callPackage ./tern.nix { version = "1.0"; inherit mirror system; };
  };
in
self
