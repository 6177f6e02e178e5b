{ fetchgit, lib }:
fetchgit { inherit (lib.importJSON ./w.json) url rev sha256; }
