{ pkgs }:
let
  makeSet = pkgs.callPackage ./make-set.nix { };
  makeText =
    (pkgs.callPackage ./make-text.nix { });
  version = "1.0";
  makeName = pkgs.callPackage ./make-name.nix { };
in
[ (makeSet { version = "1.0"; }) (makeText "1.0") (makeName version) ]
