{ pkgs }:
let
  versions = import ./versions.nix;
  call = file: pkgs.callPackage file { inherit versions; };
in
{
  web = call ./web.nix;
  api = call ./api.nix;
}
