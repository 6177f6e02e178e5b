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
    version = "1.1";
    src = source "1.1" "sha256-ahBKFe/xFWgmrnBBJbm0XHpffdU2OPXlMbf8HkT9W90=";
    cargoLock.lockFile = "${source "1.1" "sha256-ahBKFe/xFWgmrnBBJbm0XHpffdU2OPXlMbf8HkT9W90="}/Cargo.lock";
    cargoHash = "sha256-G66dWtAfYubQIGKWhj46ACjkYaVPZ2pjUq879QRRa0o=";
  };
  without-lock = rustPlatform.buildRustPackage {
    pname = "ptarmigan-core";
    version = "1.1";
    src = source "1.1" "sha256-ahBKFe/xFWgmrnBBJbm0XHpffdU2OPXlMbf8HkT9W90=";
    cargoLock = null;
    cargoHash = "sha256-3l9rt7qoUkihsCopDSHxC9Oq5XwkFI65SzehHDOg46c=";
  };
}
