{ pkgs ? import <nixpkgs> { } }:
rec {
  wren = pkgs.callPackage ./wren.nix { };
  plugin = pkgs.callPackage ./plugin.nix { inherit wren; };
  web = pkgs.callPackage ./web.nix { core = wren; };
}
