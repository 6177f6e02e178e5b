{
  outputs =
    { self, nixpkgs }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
    in
    {
      lib = import ./lib.nix // {
        ownVersion = "1.1";
      };
      packages.x86_64-linux = {
        a = pkgs.callPackage ./a.nix { inherit self; };
        b = import ./b.nix { inherit self pkgs; };
      };
    };
}
