# A stand-in for nixpkgs, so that real Nix evaluates packaging in tests without the network.
#
# It keeps what a fixed output is told by (store name, hash, mode, and the inputs in its environment)
# as nixpkgs 25.11 has it, and leaves the building out: the trivial builders and the tools work,
# everything else fails when it is built, and says so.
#
# A family of producers is one file beside this one: a function of { pkgs, lib, system } to the
# attributes that it adds. To add a family, write the file and name it here.
{
  system ? "x86_64-linux",
}:

let
  lib = import ./lib.nix;

  families = [
    ./stdenv.nix
    ./trivial.nix
    ./packages.nix
    ./tools.nix
    ./fetcher.nix
    ./fetchurl.nix
    ./fetchgit.nix
    ./systems.nix
    ./forges.nix
    ./repositories.nix
    ./registries.nix
    ./gems.nix
    ./patches.nix
    ./go.nix
    ./locks.nix
    ./vendors.nix
    ./docker.nix
    ./downstream.nix
  ];

  pkgs = builtins.foldl' (set: family: set // import family { inherit pkgs lib system; }) {
    inherit lib system;
  } families;
in
pkgs
