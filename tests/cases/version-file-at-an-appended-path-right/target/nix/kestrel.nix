{ lib, fetchurl }:
let
  fromRoot = lib.path.append ../.;
  version = lib.fileContents (fromRoot "VERSION");
in
fetchurl {
  url = "https://example.org/kestrel/${version}/kestrel.bin";
  name = "kestrel.bin";
  hash = "sha256-lC/aBKqORCppOfrU0SR1E1t1y1mk68vH3BWASD60coU=";
}
