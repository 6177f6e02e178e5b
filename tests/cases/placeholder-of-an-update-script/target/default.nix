{ src, lib, rustPlatform }:
rustPlatform.buildRustPackage {
  pname = "jib";
  version = "0.2.0";
  inherit src;
  cargoHash = "sha256-nAq+UcbmZV2B3i0ETU+xlJMfBYwEJsZ8coXY9WV+1ko=";
  passthru.cargoUpdate = rustPlatform.buildRustPackage {
    pname = "jib";
    version = "0.2.0";
    inherit src;
    cargoHash = lib.fakeHash;
  };
}
