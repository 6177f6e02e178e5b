{ pkgs ? import <nixpkgs> { } }:
let
  version = "1.4.2";
  file = ./wren.nix;
  data = ./finch.nix;
in
{
  wren = pkgs.callPackage file { inherit version; };
  lark = map (path: pkgs.callPackage path { inherit version; }) [ ./lark.nix ];
  finch = pkgs.callPackage data { };
}
