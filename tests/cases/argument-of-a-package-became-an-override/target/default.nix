{ pkgs }:
{
  tern = (pkgs.callPackage ./tern.nix { }).override { version = "1.4.0"; };
}
