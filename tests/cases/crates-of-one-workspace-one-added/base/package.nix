{ rustPlatform, lib }:

rustPlatform.buildRustPackage {
  pname = "bustard";
  version = "0.2.0";
  src = lib.cleanSource ./.;

  cargoLock = {
    lockFile = ./Cargo.lock;
    outputHashes = {
      "weave-core-0.5.0" = "sha256-d15DK7f/PgjfesI5XI/Uo6HxqNoWxf34VufdRNDHbxo=";
      "weave-macros-0.5.0" = "sha256-d15DK7f/PgjfesI5XI/Uo6HxqNoWxf34VufdRNDHbxo=";
    };
  };
}
