{ lib, stdenv, fetchurl }:

stdenv.mkDerivation rec {
  pname = "harrier";
  version = "2.3.0";
  src = fetchurl {
    url = "https://example.org/latest/${stdenv.hostPlatform.system}.zip";
    hash = {
      x86_64-linux = "sha256-rLLGuvmBkujrxhpmIpD8VNJ/ybzyPalz+6/PGKnpjZE=";
      aarch64-linux = "sha256-DmSQaePhfm/Wy6RvYGQtdBOvB0ZICn0R5bKVBEjB4og=";
    }.${stdenv.hostPlatform.system};
  };
}
