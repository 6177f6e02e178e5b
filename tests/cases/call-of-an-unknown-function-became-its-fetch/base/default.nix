{ callPackage, fetchMod }:
{
  pack = callPackage ./pack.nix { inherit fetchMod; };
}
