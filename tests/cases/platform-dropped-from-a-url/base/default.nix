{ stdenv, fetchzip }:
let
  version = "10.145.17";
  platform = if stdenv.hostPlatform.isAarch64 then "macarm64" else "mac";
in
stdenv.mkDerivation {
  pname = "lark";
  inherit version;
  src = fetchzip {
    url = "https://download.example.org/stable/${platform}/Lark_${version}.zip";
    hash = "sha256-0ZiM0wGYJPB19hZ34ab1SxYDWGhIjkBRdX3eU63u+A8=";
  };
}
