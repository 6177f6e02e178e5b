{ lib, craneLib, fetchurl }:
let
  src = lib.cleanSourceWith {
    src = lib.cleanSource ../.;
    filter = path: type: lib.hasSuffix ".json" path;
  };
in
craneLib.buildPackage {
  inherit src;
  inherit (craneLib.crateNameFromCargoToml { cargoToml = builtins.path { path = src + "/app/Cargo.toml"; }; }) version;
  IMAGES = fetchurl {
    url = "https://example.org/images-1.2.0.tar.gz";
    hash = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc=";
  };
}
