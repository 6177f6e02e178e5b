{ lib, rustPlatform }:

rustPlatform.buildRustPackage {
  pname = "claude-history";
  inherit ((lib.importTOML ../Cargo.toml).package) version;

  src = ../.;

  cargoHash = "sha256-dIaKrngvzQDIejKq61oqp5N8xJmnOHbgZFsm+aDlk2U=";
}
