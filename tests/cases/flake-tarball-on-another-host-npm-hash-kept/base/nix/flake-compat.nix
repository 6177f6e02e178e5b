{ src }:
let
  lock = builtins.fromJSON (builtins.readFile (src + "/flake.lock"));
  fetchTree =
    info:
    fetchTarball {
      inherit (info) url;
      sha256 = info.narHash;
    };
in
{
  defaultNix.inputs = builtins.mapAttrs (_: name: fetchTree lock.nodes.${name}.locked) lock.nodes.root.inputs;
}
