{ fetchFromGitHub, lib }:
let
  source = lib.importJSON ./source.json;
in
fetchFromGitHub {
  inherit (source) owner repo rev sha256;
  fetchSubmodules = source.fetchSubmodules or false;
}
