{ rustPlatform }:

{
  kestrel = rustPlatform.buildRustPackage {
    pname = "kestrel";
    version = "0.3";
    src = ../rust;
    cargoLock.lockFile = ../rust/Cargo.lock;
    cargoLock.outputHashes."talon-0.2.0" = "sha256-0PYxyh3bqNs7z8ueBXzcmNA3nxvuAOdaVFFHon2t2YI=";
  };
}
