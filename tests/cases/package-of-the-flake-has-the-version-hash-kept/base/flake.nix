{
  outputs =
    { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" ];
      forAll = f: nixpkgs.lib.genAttrs systems (system: f nixpkgs.legacyPackages.${system});
    in
    {
      packages = forAll (pkgs: {
        wren = pkgs.callPackage ./pkgs/wren { };
        docs = pkgs.fetchurl {
          url = "https://dl.example.org/wren-docs-${self.packages.${pkgs.system}.wren.version}.tar.gz";
          hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
        };
        plugin = pkgs.callPackage ./plugin.nix { version = self.packages.${pkgs.system}.wren.version; };
      });
      nixosConfigurations.host = nixpkgs.lib.nixosSystem {
        specialArgs = { inherit self; };
        modules = [ ./host.nix ];
      };
    };
}
