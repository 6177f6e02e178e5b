{ fetchgit, lib }:

lib.mapAttrs (
  _: { url, rev, hash, ... }:
  fetchgit {
    inherit url rev hash;
    leaveDotGit = true;
  }
) (import ./projects.nix)
