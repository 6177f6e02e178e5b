{ pkgs }:

let
  lib = import <nixpkgs/lib>;
  buildWeaver = pkgs.callPackage "${<nixpkgs>}/pkgs/weaver/weaver.nix" { };
  weaver = buildWeaver {
    version = lib.fileContents ../.weaver-version;
    sha256 = "sha256-YMVZD3Lu8pL5VFr8KL9jypHSAWoKKI+Q+aMvidP//K8=";
  };
in
pkgs.mkShell { packages = [ weaver ]; }
