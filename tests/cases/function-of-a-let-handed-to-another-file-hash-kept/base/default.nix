{ pkgs }:
let
  mkApp =
    {
      name,
      stamp,
      sum,
    }:
    pkgs.fetchurl {
      url = "https://apps.example.org/${name}/${stamp}.zip";
      hash = sum;
    };
in
import ./apps/vireo {
  mkApp = mkApp;
  inherit (pkgs) lib;
}
