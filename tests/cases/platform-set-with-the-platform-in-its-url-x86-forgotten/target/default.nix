{ stdenv, fetchurl }:

stdenv.mkDerivation rec {
  pname = "harrier";
  version = "2.4.0";
  src = fetchurl {
    url = "https://example.org/latest/${stdenv.hostPlatform.system}.zip";
    hash = {
      x86_64-linux = "sha256-rLLGuvmBkujrxhpmIpD8VNJ/ybzyPalz+6/PGKnpjZE=";
      aarch64-linux = "sha256-4bC+CTS+n/wmEKlG4abS3q62xWX9yXy4XdvNPCCJ9vw=";
    }.${stdenv.hostPlatform.system};
  };
}
