{ fetchPypi, rustPlatform, lib, old }:
let
  getCargoHash = version: {
    "42.0.0" = "sha256-c0dctApWjo2ooEXO0RATfhWfiQrE2og7axfcZRs6gEk=";
    "43.0.0" = "sha256-RMtzDEIEgKBHe1Ba5or1CPuQ+Wzw7FTGrRaUndQn8To=";
  }.${version};
in
rustPlatform.fetchCargoVendor {
  name = "crypto-${old.version}";
  src = fetchPypi { pname = "crypto"; inherit (old) version; hash = old.hash; };
  sourceRoot = "crypto-${old.version}/${"src/rust"}";
  hash = getCargoHash old.version;
}
