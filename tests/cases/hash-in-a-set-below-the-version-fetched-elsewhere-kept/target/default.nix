{ pkgs, base }:
pkgs.lib.makeScope pkgs.newScope (self: {
  fetchTool = self.callPackage ./lib/get.nix { inherit base; };
  a = self.callPackage ./pkgs/a.nix { };
})
