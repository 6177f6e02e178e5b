{ callPackage }:
{
  pack = callPackage ./pack.nix { fetchMod = callPackage ./fetch-mod.nix { }; };
}
