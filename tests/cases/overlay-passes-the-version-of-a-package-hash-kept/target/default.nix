{ pkgs, birds }:
{
  tools = pkgs.callPackage ./linnet.nix { };
  scope = birds.overrideScope (
    final: prev: {
      siskinVersion = "1.5.0";
      siskin = final.callPackage (
        { fetchurl, siskinVersion }:
        fetchurl {
          url = "https://dl.example.org/siskin-${siskinVersion}.tar.gz";
          hash = "sha256-BPQ/1J8zdfShLO2gtQqJKuzuBrG9Q/p0iEV1KtvcxMc=";
        }
      ) { };
    }
  );
}
