{ lib, buildGoModule, fetchFromGitHub, callPackage }:
let
  load = f: import ./versions/${f};
  mk = { version, hash, vendorHash }: buildGoModule {
    pname = "x"; inherit version vendorHash;
    src = fetchFromGitHub { owner = "o"; repo = "x"; tag = "v${version}"; inherit hash; };
  };
  files = lib.attrNames (builtins.readDir ./versions);
in builtins.listToAttrs (map (f: { name = "x_${lib.removeSuffix ".nix" f}"; value = mk (load f); }) files)
