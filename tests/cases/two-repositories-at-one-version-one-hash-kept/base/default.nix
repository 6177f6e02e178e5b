{ fetch }: builtins.mapAttrs (_: fetch) (builtins.fromJSON (builtins.readFile ./sources.json))
