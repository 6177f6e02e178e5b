{ pkgs ? import <nixpkgs> { } }:

let
  tool = (pkgs.lib.importJSON ./_sources/generated.json).tool;
in
pkgs.buildGoModule {
  pname = tool.name;
  inherit (tool) version;
  src = pkgs.fetchFromGitHub { inherit (tool.src) owner repo rev sha256; };
  inherit (tool.passthru) vendorHash;
}
