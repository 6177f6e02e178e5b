{
  outputs =
    { nixpkgs, ... }:
    {
      nixosConfigurations.host = nixpkgs.lib.nixosSystem {
        modules = [
          ./birds.nix
          ({ lib, ... }: { birds.linnet.version = "1.5.0"; })
        ];
      };
    };
}
