{
  description = "lfk";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
    in
    {
      packages.x86_64-linux.default = pkgs.buildGoModule {
        pname = "lfk";
        version = "0.9.1";
        src = nixpkgs.lib.cleanSource self;
        vendorHash = "sha256-MjvHlqoeNTxqpgmvQKo+CYtPF88ByJrUwUYqO9Fn1dE=";
      };
    };
}
