{ rustPlatform }:

rustPlatform.buildRustPackage {
  pname = "claude-history";
  version = "0.1.22";

  src = ../.;

  cargoHash = "sha256-dIaKrngvzQDIejKq61oqp5N8xJmnOHbgZFsm+aDlk2U=";
}
