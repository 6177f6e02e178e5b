{ stdenv, fetchFromGitHub }:
let
  wrenHash = "sha256-ypeBEsobvcr6wxGzmiPcTaez7/gUfE5yuYB3ha/uSLs=";
in
stdenv.mkDerivation {
  pname = "wren";
  version = "1.1";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "wren";
    rev = "v1.1";
    hash = wrenHash;
  };
}
