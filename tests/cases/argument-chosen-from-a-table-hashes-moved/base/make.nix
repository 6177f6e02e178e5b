{ stdenv, fetchurl, conf }:
stdenv.mkDerivation {
  pname = "paint";
  version = conf.v;
  src = fetchurl {
    url = "https://files.example.org/paint/${conf.v}.tar.gz";
    hash = conf.digest;
  };
}
