{ callPackage, stdenv }:

let
  sources = callPackage ./sources.nix { };
in
stdenv.mkDerivation {
  inherit (sources.whinchat) pname version src;
}
