{ stdenv }:

{ version, src }:

stdenv.mkDerivation {
  pname = "shrike";
  inherit version src;
}
