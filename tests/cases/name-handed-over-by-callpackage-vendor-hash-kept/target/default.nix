{ pkgs }:

{
  ferry = pkgs.callPackage ./pkgs/ferry.nix { pname = "ferry"; };
}
