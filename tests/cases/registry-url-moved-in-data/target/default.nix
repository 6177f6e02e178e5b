{ mk }: mk (builtins.fromJSON (builtins.readFile ./pins.json))
