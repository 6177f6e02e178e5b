{ pkgs }:
let
  names = builtins.attrNames (builtins.readDir ./packages);
  packages = builtins.listToAttrs (
    map (name: {
      inherit name;
      value = pkgs.callPackage (./packages + "/${name}") { inherit packages; };
    }) names
  );
in
packages
