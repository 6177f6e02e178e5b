{ lib, fetchurl }:
let
  hashes = {
    "0.9.0" = "sha256-RsryODGIqmnQHmoTPQXSGqnJPznPX1TEUpGKJ+S6Ee4=";
    "0.10.0" = "sha256-Zuk9gaMERbQzoVELEt13LwV3whrao8sXOv4X1iRgf4Y=";
    "1.4.2" = "sha256-rz1YUvSRHq9uWjgednJk90Egr0wiTGXBQ/GVSptC6tM=";
  };
  version = lib.last (lib.naturalSort (lib.attrNames hashes));
in
fetchurl {
  url = "https://dl.example.org/linnet-${version}.tar.gz";
  hash = hashes.${version};
}
