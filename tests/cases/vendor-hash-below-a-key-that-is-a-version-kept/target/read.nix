{ build }: build (builtins.fromJSON (builtins.readFile ./data.json))
