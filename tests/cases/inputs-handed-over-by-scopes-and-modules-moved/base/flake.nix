{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    linnet-src = {
      url = "github:linnet/linnet";
      flake = false;
    };
  };

  outputs =
    { nixpkgs, linnet-src, ... }:
    {
      nixosConfigurations.aviary = nixpkgs.lib.nixosSystem {
        specialArgs = {
          inherit linnet-src;
          linnetTree = linnet-src;
        };
        modules = [ ./aviary.nix ];
      };
      packages.x86_64-linux = nixpkgs.legacyPackages.x86_64-linux.callPackage ./scope.nix {
        inherit linnet-src;
      };
    };
}
