{ pkgs }:

{
  siskin = pkgs.callPackage ./pkgs/siskin.nix { version = "1.3.0"; };
}
