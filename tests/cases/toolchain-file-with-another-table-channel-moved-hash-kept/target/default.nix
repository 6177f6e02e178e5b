{ fenix }:
fenix.fromToolchainFile {
  file = ./rust-toolchain.toml;
  sha256 = "sha256-YsZqel3XDDFGYYBjw0TlMebUtZ43mAhEPOlis6vWPFo=";
}
