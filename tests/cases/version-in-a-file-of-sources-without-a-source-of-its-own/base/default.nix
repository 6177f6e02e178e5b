{ stdenv, fetchurl }:
let
  source = import ./sources.nix;
in
stdenv.mkDerivation {
  name = "wren";
  version = "1.3.0";
  src = fetchurl { inherit (source) url hash; };
}
