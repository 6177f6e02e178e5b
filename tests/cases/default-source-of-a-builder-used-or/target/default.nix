{ callPackage, fetchurl }:
let
  build = callPackage ./build.nix { };
in
build {
  pname = "tarn";
  version = "2.0";
}
