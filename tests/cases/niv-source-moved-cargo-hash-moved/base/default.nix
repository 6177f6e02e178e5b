let
  sources = import ./nix/sources.nix;
  pkgs = import <nixpkgs> { };
in
pkgs.rustPlatform.buildRustPackage {
  pname = "gannet";
  version = sources.gannet.version;
  src = sources.gannet;
  cargoHash = "sha256-hLGUs6W//UO5dJ6hO5DLeK/YhWzKPClowSvoXWI22NU=";
}
