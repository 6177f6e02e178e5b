{ callPackage }:
let
  setup = callPackage ./setup.nix { };
in
setup {
  version = "1.1";
  hash = "sha256-j7bV836AVc5yC9Cx1WWH+IwAcfKFlmuhfnKysSZyqnM=";
}
