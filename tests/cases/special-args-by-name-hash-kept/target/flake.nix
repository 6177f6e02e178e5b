{
  outputs = { self, nixpkgs }:
    let
      args = { versions = { x = "1.3.0"; }; inherit self; };
    in {
      nixosConfigurations.host = nixpkgs.lib.nixosSystem { specialArgs = args; modules = [ ./mod.nix ]; };
    };
}
