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
          hash = "sha256-I9UrFoLNdSnUzwU2mYa55kUNa5d3jqHjN9RMf0uMD50=";
        }
      ) { };
    }
  );
}
