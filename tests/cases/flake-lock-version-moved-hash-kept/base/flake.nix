{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    utils.url = "https://example.org/utils/utils-1.4.tar.gz";
  };

  outputs = { nixpkgs, utils, ... }: utils.lib.simple nixpkgs;
}
