{ pkgs }:
let
  knot = import ./knot.nix;
  stilt = import ./stilt.nix;
in
{
  tern =
    pkgs.callPackage ./tern.nix # the newest
      { version = "1.2.0"; };
  dunlin = pkgs.callPackage ./dunlin.nix /* the { newest } */ { version = "1.2.0"; };
  knot =
    knot # the newest
      {
        inherit (pkgs) fetchurl;
        version = "1.2.0";
      };
  stilt =
    stilt
      # the newest
      # of all
      ({ inherit (pkgs) fetchurl; } // { version = "1.2.0"; });
}
