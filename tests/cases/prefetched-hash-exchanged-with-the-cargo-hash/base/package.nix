{ fetchgit, lib, rustPlatform }:

rustPlatform.buildRustPackage {
  pname = "ruff";
  version = "0.4.0";
  src = fetchgit { inherit (lib.importJSON ./ruff.json) url rev sha256 fetchSubmodules; };
  cargoHash = "sha256-Zhlq/Q2soqetGyvBOrBkARW47MwtjTVRr/Q/gYvIEBA=";
}
