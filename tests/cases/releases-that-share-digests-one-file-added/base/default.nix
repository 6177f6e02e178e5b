{ lib, fetchgit }:

let
  release = name: lib.mapAttrs (_: project: fetchgit { inherit (project) url rev sha256; }) (lib.importJSON (./releases + "/${name}.json"));
in
lib.genAttrs [ "android-16.0.0_r0" "android-16.0.0_r5" ] release
