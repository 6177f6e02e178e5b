{
  outputs = { self, nixpkgs }@inputs:
    let versions = import ./versions.nix;
        mkHost = name: nixpkgs.lib.nixosSystem { specialArgs = { inherit inputs; } // { inherit versions; }; modules = [ ./mod.nix ]; };
    in {
      nixosConfigurations = { a = mkHost "a"; b = mkHost "b"; };
    };
}
