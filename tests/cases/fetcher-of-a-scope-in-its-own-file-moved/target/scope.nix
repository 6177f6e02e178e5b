{ pkgs, lib }:
lib.makeScope pkgs.newScope (self: {
  release = "2024.4";
  fetchPart = self.callPackage ./fetch-part.nix { };
  jib = self.callPackage ./jib.nix { };
})
