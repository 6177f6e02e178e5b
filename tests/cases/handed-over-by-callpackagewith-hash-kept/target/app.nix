{ stdenv, fetchurl, version, checked }:
stdenv.mkDerivation {
  pname = "app";
  inherit version;
  src = fetchurl {
    url = "https://downloads.example.org/app-${version}.tar.gz";
    sha1 = checked;
  };
}
