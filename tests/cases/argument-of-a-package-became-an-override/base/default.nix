{ pkgs }:
{
  tern = pkgs.callPackage ./tern.nix { version = "1.4.0"; };
}
