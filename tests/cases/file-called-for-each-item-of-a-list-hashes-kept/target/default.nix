{ pkgs, lib }:
let
  stilt = pkgs.callPackage ./stilt.nix;
  ruff = pkgs.callPackage ./ruff.nix;
in
{
  terns = map (pkgs.callPackage ./tern.nix) [ { version = "1.3.0"; } ];
  dunlins = lib.mapAttrs (_: pkgs.callPackage ./dunlin.nix) {
    main = {
      version = "1.3.0";
    };
  };
  knots = lib.forEach [ { version = "1.3.0"; } ] (pkgs.callPackage ./knot.nix);
  stilts = map stilt [ { version = "1.3.0"; } ];
  ruffs = lib.mapAttrs (_: ruff) {
    main = {
      version = "1.3.0";
    };
  };
}
