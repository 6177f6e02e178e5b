{ rustPlatform, lib }:
rustPlatform.buildRustPackage {
  pname = "z";
  version = "2";
  src = ./.;
  passthru.update = rustPlatform.buildRustPackage {
    pname = "w";
    version = "2";
    src = ./.;
    cargoHash = lib.fakeHash;
  };
}
