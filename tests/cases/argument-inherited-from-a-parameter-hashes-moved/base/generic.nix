{ stdenv, fetchurl, info }:
stdenv.mkDerivation {
  pname = "office";
  inherit (info) version;
  src = fetchurl {
    url = "https://files.example.org/office/${info.prefix}-${info.version}.tar.gz";
    inherit (info) hash;
  };
}
