{ stdenv, fetchurl }:
stdenv.mkDerivation rec {
  pname = "wren";
  version = "1.5.0";
  src = fetchurl {
    url = "https://dl.example.org/wren-${version}.tar.gz";
    hash = "sha256-SyJ3d9TdH8Ycb4hPSGQdArTRIdP9Moywi1Ux/Kzav4o=";
  };
}
