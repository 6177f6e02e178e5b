{ nixpkgs }:
let
  all = nixpkgs // packages;
  callPackage = path: overrides:
    let
      package = import path;
    in
    package ((builtins.intersectAttrs (builtins.functionArgs package) all) // overrides);
  packages = {
    release = { gull = "0.2.3"; tern = "0.3.0"; };
    gull = callPackage ./gull.nix { };
    tern = callPackage ./tern.nix { suffix = "-dev"; };
  };
in
packages
