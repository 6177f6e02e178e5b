{ lib, newScope }:

lib.makeScope newScope (self: {
  release = self.callPackage ./release.nix { };
  linnet = self.callPackage ./linnet.nix { };
})
