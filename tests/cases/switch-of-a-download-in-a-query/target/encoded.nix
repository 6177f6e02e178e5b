{ fetchurl, stdenv }:
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.4.0";
  src = fetchurl {
    url = "https://files.example.org/encoded-${version}%2Bgit.tar.gz?download=1";
    hash = "sha256-P3m7e0NbBTIWUdrv03TNxoHcBvqmXjdOODN7iMoEbeo=";
  };
}
