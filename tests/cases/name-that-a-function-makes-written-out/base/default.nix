{ stdenv, fetchurl }:
let
  version = "3.7.1build2018";
  main = builtins.elemAt (builtins.split "build|beta" version) 0;
in
stdenv.mkDerivation {
  pname = "lark";
  inherit version;
  src = fetchurl {
    url = "https://download.example.org/lark-${main}.tar.gz";
    hash = "sha256-0ZiM0wGYJPB19hZ34ab1SxYDWGhIjkBRdX3eU63u+A8=";
  };
}
