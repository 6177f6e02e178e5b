{ pkgs }:
let
  versions = import ./versions.nix;
  call = file: name: pkgs.callPackage file { version = versions.${name}; };
in
{
  web = call ./web.nix "web";
  api = call ./api.nix "api";
}
