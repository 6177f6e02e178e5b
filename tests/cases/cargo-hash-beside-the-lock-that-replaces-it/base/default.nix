{ fetchFromGitHub, rustPlatform }:
let
  source =
    tag: hash:
    fetchFromGitHub {
      owner = "example";
      repo = "ptarmigan";
      inherit tag hash;
    };
in
{
  ptarmigan = rustPlatform.buildRustPackage {
    pname = "ptarmigan";
    version = "1.0";
    src = source "1.0" "sha256-Fk5MmSFiS5Zrl6CY8mVpRkLyVQdCxTKxLZJYqrRcGkk=";
    cargoLock.lockFile = "${source "1.0" "sha256-Fk5MmSFiS5Zrl6CY8mVpRkLyVQdCxTKxLZJYqrRcGkk="}/Cargo.lock";
    cargoHash = "sha256-G66dWtAfYubQIGKWhj46ACjkYaVPZ2pjUq879QRRa0o=";
  };
  without-lock = rustPlatform.buildRustPackage {
    pname = "ptarmigan-core";
    version = "1.0";
    src = source "1.0" "sha256-Fk5MmSFiS5Zrl6CY8mVpRkLyVQdCxTKxLZJYqrRcGkk=";
    cargoLock = null;
    cargoHash = "sha256-3l9rt7qoUkihsCopDSHxC9Oq5XwkFI65SzehHDOg46c=";
  };
}
