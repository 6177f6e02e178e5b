{ pkgs, lib }:
let
  tern = pkgs.callPackage ./tern.nix;
  dunlin = import ./dunlin.nix;
  knot = { version, ... }: "knot ${version}";
  versions = [ { version = "1.2.0"; } ];
in
{
  tern = map tern [ { version = "1.2.0"; } ];
  labels = map (tern: "tern ${tern.version}") versions;
  others = map (
    let
      tern = { version }: "tern ${version}";
    in
    tern
  ) versions;
  dunlin = dunlin {
    inherit (pkgs) fetchurl;
    version = "1.2.0";
  };
  marks = map pkgs.dunlin versions;
  knots = map knot versions;
  knot = (pkgs.callPackage ./knot.nix) { version = "1.2.0"; };
}
