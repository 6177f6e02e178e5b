{ fetchurl }:
builtins.mapAttrs (_: fetchurl) (builtins.fromJSON (builtins.readFile ./tool.json)).x86_64-darwin
