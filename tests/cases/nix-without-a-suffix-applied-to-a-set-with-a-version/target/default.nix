{ pkgs }:
let
  shapes = import ./shapes;
in
shapes (pkgs // { version = "1.0.0"; })
