{ src, lib, rustPlatform }:
rustPlatform.buildRustPackage {
  pname = "jib";
  version = "0.1.0";
  inherit src;
  cargoHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
  passthru.cargoUpdate = rustPlatform.buildRustPackage {
    pname = "jib";
    version = "0.1.0";
    inherit src;
    cargoHash = lib.fakeHash;
  };
}
