{ hostname, ... }:
final: prev: {
  hashes = builtins.fromJSON (builtins.readFile (./pkgs/hosts + "/${hostname}.json"));
}
