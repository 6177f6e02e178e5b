{ pkgs }:
map (name: pkgs.callPackage (./pkgs + "/${name}") { }) [
  "one"
  "two"
]
