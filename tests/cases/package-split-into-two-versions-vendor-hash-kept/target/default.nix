{ pkgs }:

{
  ledger_1 = pkgs.callPackage ./pkgs/ledger/1.nix { };
  ledger = pkgs.callPackage ./pkgs/ledger/2.nix { };
}
