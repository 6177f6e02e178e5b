{ bundlerEnv }:

bundlerEnv {
  name = "finch";
  gemdir = ./.;
  gemset = ./gemset.nix;
}
