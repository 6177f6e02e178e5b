{ fetchgit, lib }:

lib.mapAttrs (
  _: { url, rev, hash, ... }:
  fetchgit {
    inherit url rev hash;
  }
) (import ./projects.nix)
