# callPackage: a file's function, called with what of the package set it asks for.
{ pkgs, ... }:

{
  callPackage = pkgs.newScope { };
  newScope = extra: pkgs.lib.callPackageWith (pkgs // { inherit pkgs; } // extra);
}
