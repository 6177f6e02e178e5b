{ fetchgit, lib }:
let
  pin = lib.importJSON ./grammar.json;
in
fetchgit { inherit (pin) url rev sha256 fetchSubmodules; }
