let
  sources = import ./nix/sources.nix;
  pkgs = import <nixpkgs> { };
in
pkgs.rustPlatform.buildRustPackage {
  pname = "gannet";
  version = sources.gannet.version;
  src = sources.gannet;
  cargoHash = "sha256-pz5ola9Ontq+qmQTyjwqGaqPtlynKe2bGHBTmm/IekM=";
}
