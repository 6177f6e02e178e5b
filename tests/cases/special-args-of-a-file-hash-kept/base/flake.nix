{
  outputs = { self, nixpkgs }: {
      nixosConfigurations.host = nixpkgs.lib.nixosSystem { specialArgs = import ./args.nix; modules = [ ./mod.nix ]; };
    };
}
