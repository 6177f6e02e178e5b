{ pkgs ? import <nixpkgs> { }, lib ? pkgs.lib }:
let
  version = "1.4.2";
  file = ./wren.nix;
in
{
  wren = pkgs.callPackage file { inherit version; };
  all = map (path: pkgs.callPackage path { inherit version; }) [ ./finch.nix ./lark ];
  named = lib.mapAttrs (name: path: pkgs.callPackage path { version = "2.0"; }) {
    swift = ./swift.nix;
  };
}
