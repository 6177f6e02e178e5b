{
  outputs =
    { self, nixpkgs }:
    {
      lib.toolVersion = "1.4.0";
      packages.x86_64-linux.tern = nixpkgs.legacyPackages.x86_64-linux.callPackage ./tern.nix { flake = self; };
    };
}
