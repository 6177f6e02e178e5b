{ pkgs }:
{
  tern = pkgs.callPackage ./tern.nix { };
}
