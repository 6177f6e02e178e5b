{ rustPlatform }:

rustPlatform.buildRustPackage {
  pname = "tidy";
  version = "0.3.0";
  src = ../.;
  cargoLock.lockFile = ../Cargo.lock;
}
