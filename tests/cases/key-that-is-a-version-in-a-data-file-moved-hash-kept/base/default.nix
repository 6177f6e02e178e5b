{ pick }: pick (builtins.fromJSON (builtins.readFile ./sources.json))
