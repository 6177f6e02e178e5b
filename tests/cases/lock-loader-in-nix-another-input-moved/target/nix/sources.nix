{ pkgs }:
let
  lock = builtins.fromJSON (builtins.readFile ../flake.lock);
  root = lock.nodes.${lock.root};
  node =
    name:
    let
      reference = root.inputs.${name};
    in
    lock.nodes.${if builtins.isList reference then builtins.head reference else reference};
  fetch =
    name:
    pkgs.fetchFromGitHub {
      inherit ((node name).locked) owner repo rev;
      hash = (node name).locked.narHash;
    };
  isSource = name: (node name) ? flake && !(node name).flake;
in
builtins.listToAttrs (
  map (name: {
    inherit name;
    value = fetch name;
  }) (builtins.filter isSource (builtins.attrNames root.inputs))
)
