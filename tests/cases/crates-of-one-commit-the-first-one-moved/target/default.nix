{ gitOverride, rustPlatform }:

gitOverride {
  withCargoDeps = rustPlatform.importCargoLock {
    lockFile = ./Cargo.lock;
    outputHashes = builtins.fromJSON (builtins.readFile ./crates.json);
  };
}
