{ callPackage }:
{
  x = callPackage ./tool.nix { };
  x-beta = callPackage ./tool.nix { channel = "beta"; };
}
