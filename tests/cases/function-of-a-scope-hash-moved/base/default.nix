{ lib, newScope }:
lib.makeScope newScope (self: {
  mkPlugin = self.callPackage ./mk-plugin.nix { };
  wren = self.callPackage ./wren.nix { };
})
