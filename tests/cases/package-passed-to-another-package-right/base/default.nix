{ pkgs ? import <nixpkgs> { } }:
rec {
  wren = pkgs.callPackage ./wren.nix { };
  plugin = pkgs.callPackage ./plugin.nix { inherit wren; };
  theme = pkgs.callPackage ./theme.nix { tool = wren; };
}
