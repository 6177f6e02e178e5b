{
  lib,
  crystal,
  fetchFromGitHub,
}:

let
  versions = lib.importJSON ./versions.json;
in
crystal.buildCrystalPackage {
  pname = "invidious";
  inherit (versions.invidious) version;

  src = fetchFromGitHub {
    owner = "iv-org";
    repo = "invidious";
    inherit (versions.invidious) rev hash;
  };

  shardsFile = ./shards.nix;
  format = "make";
}
