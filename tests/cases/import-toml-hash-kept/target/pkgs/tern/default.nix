{
  lib,
  rustPlatform,
  fetchCrate,
}:

let
  crate = (lib.importTOML ./crate.toml).tern;
in
rustPlatform.buildRustPackage {
  pname = "tern";
  inherit (crate) version;
  src = fetchCrate {
    pname = "tern-cli";
    inherit (crate) version hash;
  };
  cargoLock.lockFile = ./Cargo.lock;
}
