{ stdenv }:
stdenv.mkDerivation {
  pname = "finch";
  version = "1.4.2";
  src = ./.;
}
