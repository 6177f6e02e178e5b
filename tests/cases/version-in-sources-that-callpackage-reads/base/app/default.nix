{ pkgs }:

let
  version = "2026.2.0";
  sources = pkgs.callPackage ./sources.nix { };
in
pkgs.stdenv.mkDerivation {
  pname = "fern";
  inherit version;
  inherit (sources) src;
}
