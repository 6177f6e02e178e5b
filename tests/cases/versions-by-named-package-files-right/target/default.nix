{ pkgs }:
let
  makeSet = pkgs.callPackage ./make-set.nix { };
  makeText =
    (pkgs.callPackage ./make-text.nix { });
  version = "1.1";
  makeName = pkgs.callPackage ./make-name.nix { };
in
[ (makeSet { version = "1.1"; }) (makeText "1.1") (makeName version) ]
