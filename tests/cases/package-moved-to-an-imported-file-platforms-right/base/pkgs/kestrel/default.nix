{ stdenv, fetchurl }:

let
  inherit (stdenv.hostPlatform) system;
in
stdenv.mkDerivation rec {
  pname = "kestrel";
  version = "1.4.0";
  src = fetchurl {
    url = "https://example.org/latest/${system}.zip";
    hash = {
      x86_64-linux = "sha256-9V/xb2b0M2Ama5Xbb4/sAddgMQVDBq5KSzgFmPbP0RQ=";
      aarch64-darwin = "sha256-fclvd2yEI+V6J4VImj+cQ/tudWh21q2anKxKpOcuwZM=";
    }.${system};
  };
}
