{ fetchFromGitHub, lib }:
builtins.mapAttrs (
  name: entry: fetchFromGitHub (builtins.removeAttrs entry.src [ "type" ] // { name = "${name}-source"; })
) (lib.importJSON ./plugins.json)
