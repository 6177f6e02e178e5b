let
  lock = builtins.fromJSON (builtins.readFile ./lon.lock);
in
builtins.mapAttrs (_: source: { outPath = builtins.fetchTarball { inherit (source) url; sha256 = source.hash; }; }) lock.sources
