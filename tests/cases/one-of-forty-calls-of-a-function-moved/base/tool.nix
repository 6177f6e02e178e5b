{ stdenv, fetchurl, part, version }:
let
  make = release: fetchurl {
    url = "https://example.org/tool-${release}.tar.gz";
    hash = "sha256-fJu+Xsmz+3dOj6D1QkfpPDTd+OXRb+MHNCDeCugaJi0=";
  };
in
stdenv.mkDerivation {
  pname = part;
  inherit version;
  src = make version;
}
