{ lib, fetchurl, fetchgit }:
let
  fetchers = {
    file = { url, hash, ... }: fetchurl { inherit url hash; };
    git = { url, rev, hash, ... }: fetchgit { inherit url rev hash; };
  };
  fetch = source: fetchers.${source.type} source;
in
lib.mapAttrs (_: fetch) (lib.importJSON ./sources.json)
