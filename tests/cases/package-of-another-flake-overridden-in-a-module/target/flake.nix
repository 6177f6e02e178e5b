{
  outputs =
    { self, nixpkgs, ... }@inputs:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
    in
    {
      packages.x86_64-linux = {
        tern = pkgs.callPackage ./tern.nix { };
        knot = pkgs.callPackage ./knot.nix { };
      };
      nixosModules.default = import ./module.nix { inherit self inputs; };
    };
}
