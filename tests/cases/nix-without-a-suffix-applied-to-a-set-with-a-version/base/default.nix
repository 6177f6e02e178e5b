{ pkgs }:
let
  shapes = import ./shapes;
in
shapes (pkgs // { version = "0.9.1"; })
