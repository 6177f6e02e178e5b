let
  data = builtins.fromJSON (builtins.readFile ./sources.json);
  mkSource =
    spec:
    spec
    // {
      outPath = builtins.fetchTarball {
        inherit (spec) url;
        sha256 = spec.hash;
      };
    };
in
builtins.mapAttrs (_: mkSource) data.pins
