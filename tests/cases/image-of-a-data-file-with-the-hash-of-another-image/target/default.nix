{ pkgs, lib }:
lib.mapAttrs (_: spec: pkgs.dockerTools.pullImage (spec // { os = "linux"; })) (lib.importJSON ./images.json)
