# callPackage: a file's function, called with what of the package set it asks for.
{ pkgs, ... }:

{
  callPackage =
    file: given:
    let
      function = if builtins.isFunction file then file else import file;
      asked = builtins.functionArgs function;
    in
    function (builtins.intersectAttrs asked (pkgs // { inherit pkgs; }) // given);
}
