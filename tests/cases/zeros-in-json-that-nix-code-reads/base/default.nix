{ fetchurl }:

let
  pin = builtins.fromJSON (builtins.readFile ./pins/tool.json);
in
fetchurl { inherit (pin) url sha256; }
