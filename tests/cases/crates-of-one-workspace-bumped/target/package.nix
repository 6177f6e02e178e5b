{ rustPlatform, lib }:

rustPlatform.buildRustPackage {
  pname = "bustard";
  version = "0.2.0";
  src = lib.cleanSource ./.;

  cargoLock = {
    lockFile = ./Cargo.lock;
    outputHashes = {
      "weave-core-0.6.0" = "sha256-DUeJGomTfimZZ8liE2fZZc2kHSZ3UUcvWaSExpZasI4=";
      "weave-macros-0.6.0" = "sha256-DUeJGomTfimZZ8liE2fZZc2kHSZ3UUcvWaSExpZasI4=";
    };
  };
}
