{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation {
  pname = "wren";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "wren";
    rev = "2025-12-01";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
}
