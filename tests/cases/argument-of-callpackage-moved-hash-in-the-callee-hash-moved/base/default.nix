{ pkgs }:

{
  siskin = pkgs.callPackage ./pkgs/siskin.nix { version = "1.2.0"; };
}
