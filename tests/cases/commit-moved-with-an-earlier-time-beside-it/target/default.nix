{ fetchgit, lib }:
let
  pinned = lib.importJSON ./src.json;
in
fetchgit {
  inherit (pinned) url rev sha256;
}
