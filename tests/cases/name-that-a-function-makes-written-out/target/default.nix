{ stdenv, fetchurl }:
let
  version = "3.7.1build2018";
in
stdenv.mkDerivation {
  pname = "lark";
  inherit version;
  src = fetchurl {
    url = "https://download.example.org/lark-3.7.1.tar.gz";
    hash = "sha256-0ZiM0wGYJPB19hZ34ab1SxYDWGhIjkBRdX3eU63u+A8=";
  };
}
