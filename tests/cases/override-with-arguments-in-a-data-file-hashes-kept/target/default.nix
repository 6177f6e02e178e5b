{ pkgs, lib }:
let
  tern = pkgs.callPackage ./tern.nix { };
  dunlin = pkgs.callPackage ./dunlin.nix { };
  knot = pkgs.callPackage ./knot.nix { };
in
{
  tern = tern.override (lib.importJSON ./tern.json);
  dunlin = dunlin.override (builtins.fromJSON (builtins.readFile ./dunlin.json));
  knot =
    knot.override # the newest
      { version = "1.3.0"; };
}
