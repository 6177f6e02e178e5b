# Reads sources.json: every entry becomes a set with the path of its tree.
let
  entries = builtins.fromJSON (builtins.readFile ./sources.json);
  fetch =
    name: entry:
    builtins.fetchTarball {
      name = "${name}-src";
      inherit (entry) url sha256;
    };
in
builtins.mapAttrs (name: entry: entry // { outPath = fetch name entry; }) entries
