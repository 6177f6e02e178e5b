{ stdenv }:
stdenv.mkDerivation {
  pname = "wren";
  version = "1.5.0";
  src = ./.;
}
