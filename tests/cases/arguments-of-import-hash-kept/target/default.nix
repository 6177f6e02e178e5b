{ pkgs }:

{
  plover = import ./nix/plover.nix {
    inherit pkgs;
    version = "5.2.0";
    hash = "sha256-m27TVriSG46Mrj7UxyEtYkDhKQqD93n+2rCtf0ACgwY=";
  };
}
