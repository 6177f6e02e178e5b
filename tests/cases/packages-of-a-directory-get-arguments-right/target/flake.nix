{
  outputs =
    { self, nixpkgs }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
    in
    {
      packages.x86_64-linux = pkgs.lib.packagesFromDirectoryRecursive {
        callPackage = pkgs.lib.callPackageWith (pkgs // { birdVersion = "1.5.0"; });
        directory = ./birds;
      };
      legacyPackages.x86_64-linux = pkgs.lib.packagesFromDirectoryRecursive {
        callPackage = path: given: pkgs.callPackage path (given // { versions = import ./versions.nix; });
        directory = ./fish;
      };
    };
}
