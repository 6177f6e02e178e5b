{ fetchurl, lib, runCommand, yj }:

let
  pins = lib.importJSON (runCommand "pins.json" { nativeBuildInputs = [ yj ]; } "yj < ${./pins.yaml} > $out");
in
fetchurl {
  url = "https://example.org/tool-${pins.version}.tgz";
  inherit (pins) hash;
}
