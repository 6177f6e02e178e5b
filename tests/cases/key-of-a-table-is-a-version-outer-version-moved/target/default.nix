{ lib, tool }: lib.mapAttrs (_: tool) (lib.importJSON ./sources.json)
