{
  outputs =
    { self, nixpkgs, ... }@inputs:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      manifest = nixpkgs.lib.importTOML (inputs.birds + /sub/Cargo.toml);
    in
    {
      packages.x86_64-linux = {
        tern = pkgs.callPackage (./. + /nix/tern.nix) { version = "1.2.0"; };
        dunlin = pkgs.callPackage (self + /nix/dunlin.nix) { version = "1.2.0"; };
        web = pkgs.callPackage ./nix/web.nix { };
        knot = pkgs.fetchurl {
          url = "https://example.org/knot-${manifest.package.version}.tar.gz";
          hash = "sha256-7FgNHiNcuiCJzA3GIn3XB5PVhkCLQKEyyEz2OuF7stI=";
        };
      };
    };
}
