let
  pin = builtins.fromJSON (builtins.readFile ./pin.json);
in
builtins.fetchTarball {
  url = pin.url;
  sha256 = pin.narHash;
}
