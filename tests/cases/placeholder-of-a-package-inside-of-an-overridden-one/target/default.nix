{ lib, rustPlatform }:
(rustPlatform.buildRustPackage {
  pname = "gadwall";
  version = "1.0";
  src = ./.;
  cargoHash = "sha256-Fk5MmSFiS5Zrl6CY8mVpRkLyVQdCxTKxLZJYqrRcGkk=";
  buildInputs = [
    (rustPlatform.buildRustPackage {
      pname = "garganey";
      version = "1.0";
      src = ./.;
      cargoHash = lib.fakeHash;
    })
  ];
}).overrideAttrs
  (_: {
    cargoDeps = rustPlatform.importCargoLock { lockFile = ./Cargo.lock; };
  })
