{ pkgs }:
builtins.mapAttrs (name: _: pkgs.callPackage (./pkgs + "/${name}") { }) (builtins.readDir ./pkgs)
