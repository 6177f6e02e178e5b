{ nixpkgs, pkgs }:
{
  kestrel = pkgs.callPackage ./pkgs/kestrel.nix { version = "1.4"; };
  foreign = import (nixpkgs + "/pkgs/kestrel.nix") { version = "1.5"; };
}
