{
  pkgs ? import <nixpkgs> { },
  sources ? import ./nix/sources.nix { inherit pkgs; },
}:
{
  foo = pkgs.callPackage ./foo.nix { inherit sources; };
}
