{ pkgs ? import <nixpkgs> { } }:

let
  sources = pkgs.callPackage ./_sources/generated.nix { };
in
pkgs.buildGoModule {
  inherit (sources.tool) pname version src vendorHash;
}
