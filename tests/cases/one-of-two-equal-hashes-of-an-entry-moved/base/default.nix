{ fetchgit, lib }:
lib.mapAttrs (_: pin: fetchgit { inherit (pin) url rev sha256 fetchSubmodules; }) (lib.importJSON ./pins.json)
