{ rustPlatform, lib }:
rustPlatform.buildRustPackage {
  pname = "z";
  version = "1";
  src = ./.;
  passthru.update = rustPlatform.buildRustPackage {
    pname = "w";
    version = "1";
    src = ./.;
    cargoHash = lib.fakeHash;
  };
}
