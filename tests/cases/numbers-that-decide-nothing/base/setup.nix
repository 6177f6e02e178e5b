{ stdenv, fetchurl }:

stdenv.mkDerivation {
  pname = "setup";
  version = "0.9.1";
  src = fetchurl {
    url = "https://example.org/nest/Setup-x64.exe?v=0.9.1";
    hash = "sha256-j7bV836AVc5yC9Cx1WWH+IwAcfKFlmuhfnKysSZyqnM=";
  };
}
