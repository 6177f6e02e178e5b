{ pkgs }:

{
  kettle = pkgs.callPackage ./kettle { };
}
