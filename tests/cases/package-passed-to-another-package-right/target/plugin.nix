{ stdenv, fetchurl, wren }:
stdenv.mkDerivation {
  pname = "wren-plugin";
  inherit (wren) version;
  src = fetchurl {
    url = "https://dl.example.org/wren-plugin-${wren.version}.tar.gz";
    hash = "sha256-7y0SfeN7lCuq0GFF5UsMYZofIjJ7LrvPvsePVWSv450=";
  };
}
