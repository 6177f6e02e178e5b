{ stdenv }:
stdenv.mkDerivation {
  pname = "wren";
  version = "1.4.2";
  src = ./.;
}
