{ pkgs }:
let
  versions = import ./versions.nix;
  call = name: file: extra: pkgs.callPackage file ({ version = versions.${name}; } // extra);
in
{
  gull = call "gull" ./gull.nix { };
  tern = call "tern" ./tern.nix { suffix = "-dev"; };
}
