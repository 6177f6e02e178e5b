{ pkgs }:

{
  ledger = pkgs.callPackage ./pkgs/ledger.nix { };
}
