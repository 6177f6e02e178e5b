{ pkgs ? import <nixpkgs> { } }:
pkgs.lib.makeScope pkgs.newScope (self: {
  wren = self.callPackage ./wren.nix { };
  plugin = self.callPackage ./plugin.nix { };
})
