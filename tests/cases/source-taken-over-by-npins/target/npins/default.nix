# Turns the pins of sources.json into store paths; `npins update` writes them.
let
  data = builtins.fromJSON (builtins.readFile ./sources.json);
  fetch =
    pin:
    builtins.fetchTarball {
      inherit (pin) url;
      sha256 = pin.hash;
    };
in
builtins.mapAttrs (_: pin: pin // { outPath = fetch pin; }) data.pins
