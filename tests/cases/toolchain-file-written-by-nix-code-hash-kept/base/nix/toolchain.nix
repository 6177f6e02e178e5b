{ fenix, rustVersion, manifestHash }:

fenix.fromToolchainFile {
  file = ../rust-toolchain.toml;
  sha256 = manifestHash;
}
