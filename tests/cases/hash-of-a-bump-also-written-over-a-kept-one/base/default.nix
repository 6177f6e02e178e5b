{ pkgs ? import <nixpkgs> { } }:

let
  old = import (builtins.fetchTarball {
    url = "https://git.example.org/nixpkgs/archive/656b40c807e4c4965198a68d1f784492397fef6c.tar.gz";
    sha256 = "sha256-FI3pxaekTRnlbNmuGlVL9nhHr7DFj24S+imsfd/KmUA=";
  }) { };
in
{
  wallet = pkgs.callPackage ./wallet { };
  inherit (old) protobuf;
}
