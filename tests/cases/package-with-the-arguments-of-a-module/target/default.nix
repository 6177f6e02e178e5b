{ pkgs }:
rec {
  foo = pkgs.callPackage ./pkgs/foo { };
  bar = pkgs.callPackage ./pkgs/bar { inherit foo; };
}
