{ mkApp, lib }:
let
  pin = lib.importJSON ./pin.json;
in
mkApp {
  name = "vireo";
  stamp = pin.stamp;
  sum = pin.sum;
}
