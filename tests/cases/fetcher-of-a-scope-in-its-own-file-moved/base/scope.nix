{ pkgs, lib }:
lib.makeScope pkgs.newScope (self: {
  release = "2024.3";
  fetchPart = { part, hash }: pkgs.fetchurl {
    url = "https://dl.example.org/suite/${self.release}/${part}.tar.gz";
    inherit hash;
  };
  jib = self.callPackage ./jib.nix { };
})
