{ rustPlatform }:
rustPlatform.buildRustPackage {
  pname = "ed";
  version = "0.1.0";
  src = ./.;
  cargoLock = {
    lockFile = ./Cargo.lock;
    outputHashes = {
      "crake-0.3.0" = "sha256-/fDXUzr1sW318S9bTSLzV0LbQ102tCTY+3JSW4kYJlk=";
      "rail-0.2.0" = "sha256-/fDXUzr1sW318S9bTSLzV0LbQ102tCTY+3JSW4kYJlk=";
    };
  };
}
