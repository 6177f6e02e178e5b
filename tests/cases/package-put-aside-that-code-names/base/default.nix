{ pkgs }:
builtins.mapAttrs (
  name: _: pkgs.callPackage (./pkgs + "/${name}/default.nix${if name == "one" then ".bak" else ""}") { }
) (builtins.readDir ./pkgs)
