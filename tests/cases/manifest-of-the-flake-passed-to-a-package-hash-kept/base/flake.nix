{
  outputs =
    { self, nixpkgs }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      inherit (nixpkgs) lib;
    in
    {
      packages.x86_64-linux.tern = pkgs.callPackage ./tern.nix {
        manifest = lib.importTOML (self + "/Cargo.toml");
      };
      packages.x86_64-linux.knot = pkgs.callPackage ./knot.nix {
        manifest = builtins.fromJSON (builtins.readFile "${self}/package.json");
      };
    };
}
