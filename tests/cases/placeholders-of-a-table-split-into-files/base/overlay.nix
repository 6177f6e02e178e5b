{ hostname, ... }:
final: prev: {
  hashes = (builtins.fromJSON (builtins.readFile ./pkgs/hashes.json)).${hostname};
}
