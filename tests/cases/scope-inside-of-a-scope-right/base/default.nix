{ lib, newScope }:
lib.makeScope newScope (outer: {
  release = "1.4.2";
  inner = lib.makeScope outer.newScope (self: {
    tool = self.callPackage ./tool.nix { };
  });
})
