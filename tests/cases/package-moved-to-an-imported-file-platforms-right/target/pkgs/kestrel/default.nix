{ stdenv, fetchurl }:

let
  inherit (stdenv.hostPlatform) system;
in
import ./package.nix { inherit fetchurl stdenv system; }
