{ lib, buildPlugin }:
lib.mapAttrs (_: buildPlugin) (lib.importJSON ./plugins.json)
