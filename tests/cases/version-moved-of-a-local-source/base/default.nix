{ stdenv, lib }:

stdenv.mkDerivation {
  pname = "ferry";
  version = "1.3.0";
  src = lib.cleanSource ./.;
}
