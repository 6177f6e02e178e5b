{ lib, rustPlatform }:

let
  fs = lib.fileset;
in
rustPlatform.buildRustPackage {
  pname = "tidy";
  version = "0.3.0";

  src = fs.toSource {
    root = ../.;
    fileset = fs.unions [
      ../Cargo.toml
      ../Cargo.lock
      ../src
    ];
  };

  cargoHash = "sha256-bB3B99P2TouX+kCNWyyxjA6+duDjqemBAXWKrB/t9ps=";
}
