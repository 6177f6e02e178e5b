{ pkgs }:

{
  plover = import ./nix/plover.nix {
    inherit pkgs;
    version = "5.2.0";
    hash = "sha256-6uualj8p9pSI8iEkbcEdiIwxsve+I+fkysQK9jzMf0M=";
  };
}
