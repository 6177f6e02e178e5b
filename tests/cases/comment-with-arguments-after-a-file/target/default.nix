{ pkgs, lib }:
let
  knot = import ./knot.nix;
in
{
  tern = pkgs.callPackage ./tern.nix # { version = "1.3.0"; }
    { version = "1.2.0"; };
  dunlin = pkgs.callPackage ./dunlin.nix { version = "1.2.0"; }; # { version = "1.3.0"; }
  marks = [
    ./stilt.nix # the bird
    {
      version = "1.3.0";
    }
  ];
  labels = [
    knot # the bird
    { version = "1.3.0"; }
  ];
  knot = knot {
    inherit (pkgs) fetchurl;
    version = "1.2.0";
  };
}
