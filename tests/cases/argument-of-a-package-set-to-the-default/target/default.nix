{ pkgs }:
{
  tern = pkgs.callPackage ./tern.nix { version = "1.5.0"; };
}
