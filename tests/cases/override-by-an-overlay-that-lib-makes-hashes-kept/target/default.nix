{ pkgs, lib }:

let
  dunlin = pkgs.callPackage ./dunlin.nix { };
  knot = pkgs.callPackage ./knot.nix { };
in
{
  dunlin = dunlin.overrideAttrs (
    lib.composeExtensions (final: prev: { doCheck = false; }) (final: prev: { version = "1.3.0"; })
  );
  knot = knot.overrideAttrs (lib.toExtension (old: { version = "1.3.0"; }));
}
