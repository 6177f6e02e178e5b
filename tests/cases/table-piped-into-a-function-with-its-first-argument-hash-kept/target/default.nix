{ pkgs, lib }:
let
  releases = {
    sops = { version = "3.9.0"; owner = "getsops"; hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k="; };
    age = { version = "1.2.0"; owner = "FiloSottile"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  };
  ext = "zip";
  mkBin = suffix: name: { version, owner, hash }: pkgs.fetchurl {
    url = "https://e.org/${owner}/${name}/v${version}.${suffix}";
    inherit hash;
  };
in
lib.pipe releases [ (lib.mapAttrs (mkBin ext)) ]
