{ stdenv, lib, fetchurl }:

stdenv.mkDerivation rec {
  pname = "other";
  version = "3.42.1";
  src = fetchurl {
    url = "https://example.org/other-${lib.head (lib.splitVersion version)}${lib.concatMapStrings (lib.fixedWidthNumber 2) (lib.tail (lib.splitVersion version))}00.tar.gz";
    hash = "sha256-2SmKENGwc1g33EvYXaxkGw887yekfl1TpU8vP1svz/o=";
  };
}
