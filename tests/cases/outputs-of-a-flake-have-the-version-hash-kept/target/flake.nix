{
  outputs =
    { self, nixpkgs }@inputs:
    {
      linnetVersion = "1.5.0";
      packages.x86_64-linux.linnet = nixpkgs.legacyPackages.x86_64-linux.callPackage ./linnet.nix { inherit self; };
      nixosConfigurations.host = nixpkgs.lib.nixosSystem {
        specialArgs = { inherit inputs; };
        modules = [ ./host.nix ];
      };
    };
}
