{ fetchurl, lib }:
fetchurl { inherit ((lib.importJSON ./sources.json).beta) url hash; }
