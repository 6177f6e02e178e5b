{ callPackage }:
{
  tern = callPackage ./tern.nix { rev = "v1.1"; };
}
