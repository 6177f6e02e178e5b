{
  outputs = { self, nixpkgs, flake-utils }:
    flake-utils.lib.eachDefaultSystem (system: {
      packages.tern = (import ./tern.nix) { pkgs = nixpkgs.legacyPackages.${system}; system = system; };
    });
}
