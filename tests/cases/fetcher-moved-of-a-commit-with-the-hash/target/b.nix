{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "wren";
  version = "1.4.0";
  src = fetchFromGitHub {
    owner = "birds";
    repo = "wren";
    rev = version;
    hash = "sha256-SyJ3d9TdH8Ycb4hPSGQdArTRIdP9Moywi1Ux/Kzav4o=";
  };
}
