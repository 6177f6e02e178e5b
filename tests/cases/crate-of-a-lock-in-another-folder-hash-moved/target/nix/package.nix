{ rustPlatform }:

rustPlatform.buildRustPackage {
  pname = "kestrel";
  version = "0.3";
  src = ../rust;
  cargoLock = {
    lockFile = ../rust/Cargo.lock;
    outputHashes = {
      "talon-0.2.0" = "sha256-nAq+UcbmZV2B3i0ETU+xlJMfBYwEJsZ8coXY9WV+1ko=";
    };
  };
}
