{ fetchurl, lib, stdenv }@args:
let
  buildAddon = lib.makeOverridable (
    { fetchurl ? args.fetchurl, pname, version, url ? "", urls ? [ ], sha256, ... }:
    stdenv.mkDerivation {
      name = "${pname}-${version}";
      src = fetchurl { inherit url urls sha256; };
    }
  );
in
import ./addons.nix { inherit buildAddon; }
