{ rustPlatform }:
rustPlatform.buildRustPackage {
  pname = "frame";
  version = "0.7.0";
  src = ../.;
  cargoLock = {
    lockFile = ../Cargo.lock;
    outputHashes = import ./hashes.nix;
  };
}
