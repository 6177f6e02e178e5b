{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    utils.url = "github:example/nix-utils";
  };

  outputs = { nixpkgs, utils, ... }: utils.lib.simple nixpkgs;
}
