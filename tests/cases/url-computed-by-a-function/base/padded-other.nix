{ stdenv, lib, fetchurl }:

stdenv.mkDerivation rec {
  pname = "other";
  version = "3.42.0";
  src = fetchurl {
    url = "https://example.org/other-3420000.tar.gz";
    hash = "sha256-2SmKENGwc1g33EvYXaxkGw887yekfl1TpU8vP1svz/o=";
  };
}
