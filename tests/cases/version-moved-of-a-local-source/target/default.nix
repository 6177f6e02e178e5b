{ stdenv, lib }:

stdenv.mkDerivation {
  pname = "ferry";
  version = "1.4.0";
  src = lib.cleanSource ./.;
}
