{ rustPlatform, lib }:
rustPlatform.buildRustPackage {
  pname = "change-me";
  version = "0.1.0";
  src = ./.;
  cargoHash = lib.fakeHash;
}
