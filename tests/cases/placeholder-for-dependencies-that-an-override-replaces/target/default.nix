{ lib, fetchFromGitHub, rustPlatform }:
let
  source =
    rev: hash:
    fetchFromGitHub {
      owner = "example";
      repo = "avocet";
      inherit rev hash;
    };
in
{
  avocet =
    (rustPlatform.buildRustPackage {
      pname = "avocet";
      version = "1.0.0";
      src = source "v1.0.0" "sha256-Fk5MmSFiS5Zrl6CY8mVpRkLyVQdCxTKxLZJYqrRcGkk=";
      cargoSha256 = lib.fakeHash;
    }).overrideAttrs
      (_: {
        cargoDeps = rustPlatform.importCargoLock {
          lockFile = ./Cargo.lock;
        };
      });
  curlew =
    (rustPlatform.buildRustPackage {
      pname = "curlew";
      version = "1.0.0";
      src = source "v1.0.0" "sha256-Fk5MmSFiS5Zrl6CY8mVpRkLyVQdCxTKxLZJYqrRcGkk=";
      cargoSha256 = lib.fakeHash;
    }).overrideAttrs
      (old: {
        cargoDeps = old.cargoDeps.overrideAttrs { patches = [ ]; };
      });
  dunlin =
    (rustPlatform.buildRustPackage {
      pname = "dunlin";
      version = "1.0.0";
      src = source "v1.0.0" "sha256-Fk5MmSFiS5Zrl6CY8mVpRkLyVQdCxTKxLZJYqrRcGkk=";
      cargoSha256 = lib.fakeHash;
    }).overrideAttrs
      (_: {
        doCheck = false;
      });
}
