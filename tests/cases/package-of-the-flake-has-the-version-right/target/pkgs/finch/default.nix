{ stdenv }:
stdenv.mkDerivation {
  pname = "finch";
  version = "1.5.0";
  src = ./.;
}
