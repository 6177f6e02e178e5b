{
  lib,
  stdenv,
  fetchurl,
}:
let
  sources = lib.importJSON ./sources.json;
in
stdenv.mkDerivation {
  pname = "agent";
  inherit (sources) version;
  src = fetchurl sources.${stdenv.hostPlatform.system};
}
