{ fetchurl, pkgs }:
let
  birds = {
    tern = import ./tern.nix;
  };
  fs.dunlin = import ./dunlin.nix;
  all = birds // {
    knot = pkgs.callPackage ./knot.nix { };
  };
in
{
  tern = birds.tern {
    inherit fetchurl;
    version = "1.3.0";
  };
  dunlin = fs.dunlin {
    inherit fetchurl;
    version = "1.3.0";
  };
  more = all.tern {
    inherit fetchurl;
    version = "1.3.0";
  };
}
