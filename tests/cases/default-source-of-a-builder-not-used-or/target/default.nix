{ callPackage, fetchurl }:
let
  build = callPackage ./build.nix { };
in
build {
  pname = "tarn";
  version = "2.0";
  src = fetchurl {
    url = "https://example.org/tarn-2.0.tgz";
    hash = "sha256-xER0A41FnkDkcUr++nv42un5g0si9ejsHdQ07LYrUS4=";
  };
}
