{ rustPlatform, lib }:
rustPlatform.buildRustPackage {
  pname = "x";
  version = "1";
  src = ./.;
  passthru.update = rustPlatform.buildRustPackage {
    pname = "y";
    version = "1";
    src = ./.;
    cargoHash = lib.fakeHash;
  };
}
