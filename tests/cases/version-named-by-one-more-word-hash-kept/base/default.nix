{ lib, callPackage, ... }@args:
let k3s_builder = import ./builder.nix lib; in { k3s = callPackage (k3s_builder (import ./versions.nix)) { }; }
