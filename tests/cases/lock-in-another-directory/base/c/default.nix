{ rustPlatform }:

rustPlatform.buildRustPackage {
  pname = "tool";
  version = "1";
  src = ./.;
  cargoHash = "sha256-coK+2aEaT5X5U+JwEMdRQPY49ViTtlMtc1M/QyHd7As=";
}
