{ lib, newScope }:
lib.makeScope newScope (outer: {
  release = "1.5.0";
  inner = lib.makeScope outer.newScope (self: {
    tool = self.callPackage ./tool.nix { };
  });
})
