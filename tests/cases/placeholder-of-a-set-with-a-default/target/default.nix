{ lib, rustPlatform, fetchFromGitHub }:

let
  info = {
    version = "0.3.0";
    cargoHash = lib.fakeHash;
  };
in
rustPlatform.buildRustPackage {
  pname = "sextant";
  inherit (info) version;

  src = fetchFromGitHub {
    owner = "dead-reckoning";
    repo = "sextant";
    tag = info.version;
    hash = "sha256-pRfe8NSTTk62s7WjUnOC7Cid86q9RmzYrbyBbq9Oc0s=";
  };

  cargoHash = info.cargoHash or "";
}
