{
  lib,
  stdenvNoCC,
  fetchzip,
}:

let
  source = lib.importJSON ./source.json;
in
stdenvNoCC.mkDerivation {
  pname = "wren-icons";
  inherit (source) version;

  src = fetchzip {
    url = "https://assets.example.org/wren/${source.version}/icons.zip";
    hash = source.hash;
    stripRoot = false;
  };
}
